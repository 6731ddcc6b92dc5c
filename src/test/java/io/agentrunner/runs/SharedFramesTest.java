package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Entry;
import io.agentrunner.run.RunId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedFramesTest {

    private static final RunId RUN = RunId.of("01990000-0000-7000-8000-000000000001");

    private final SharedFrames frames = new SharedFrames();

    private static Entry entry(long seq, String data) {
        return new Entry(RUN, seq, "step.started", Instant.EPOCH, data);
    }

    @Test
    void what_many_readers_are_told_is_made_once() {
        assertThat(frames.of(entry(2, "{}"))).isSameAs(frames.of(entry(2, "{}")));
    }

    @Test
    void every_event_has_its_own_however_many_there_are() {
        for (int round = 0; round < 2; round++) {
            for (int seq = 1; seq < 2000; seq++) {
                assertThat(frames.of(entry(seq, "{\"n\":" + seq + "}")).toString())
                        .startsWith("id: " + seq + "\nevent: step.started\ndata: ")
                        .contains("{\"n\":" + seq + "}")
                        .endsWith("\n\n");
            }
        }
    }

    @Test
    void what_is_large_is_not_kept() {
        var large = entry(3, "{\"text\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(frames.of(large)).isEqualTo(frames.of(large)).isNotSameAs(frames.of(large));
    }
}
