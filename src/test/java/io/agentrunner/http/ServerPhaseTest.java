package io.agentrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.ServerPhase.Phase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerPhaseTest {

    private final ServerPhase phase = new ServerPhase();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void a_server_starts_serves_and_drains_and_never_goes_back() {
        assertThat(phase.current()).isEqualTo(Phase.STARTING);
        phase.serve();
        assertThat(phase.current()).isEqualTo(Phase.SERVING);
        phase.drain();
        phase.serve();
        assertThat(phase.current()).isEqualTo(Phase.DRAINING);
    }

    @Test
    void who_waits_for_the_end_is_called_once() {
        phase.whenDraining(calls::incrementAndGet);
        assertThat(calls).hasValue(0);
        phase.drain();
        phase.drain();
        assertThat(calls).hasValue(1);
    }

    @Test
    void who_comes_after_the_end_is_called_at_once() {
        phase.drain();
        phase.whenDraining(calls::incrementAndGet);
        assertThat(calls).hasValue(1);
    }
}
