package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.LiveOutputs.Line;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final RunId RUN = RunId.at(NOON, 1, 1);

    private static Line line(String step, int attempt) {
        return new Line(RUN, StepKey.first(step), attempt, "stdout", "text", NOON);
    }

    @Test
    void neighbours_of_one_attempt_go_together() {
        var groups =
                LiveLines.bySpeaker(
                        List.of(
                                line("a", 1),
                                line("a", 1),
                                line("b", 1),
                                line("a", 1),
                                line("a", 2)));
        assertThat(groups).extracting(List::size).containsExactly(2, 1, 1, 1);
    }

    @Test
    void no_event_grows_without_bound() {
        var groups = LiveLines.bySpeaker(Collections.nCopies(450, line("a", 1)));
        assertThat(groups).extracting(List::size).containsExactly(200, 200, 50);
    }

    @Test
    void nothing_said_is_no_event() {
        assertThat(LiveLines.bySpeaker(List.of())).isEmpty();
    }
}
