package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.StepEvent.StepCompleted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that begins with what another has finished. */
class ForkedStartTest {

    private static final RunId OTHER = RunId.of("019b7944-1c00-7000-8000-000000000009");
    private static final Reused A_REUSED =
            new Reused(A, "shell", "1", "n7", NOON.minusSeconds(60), NOON.minusSeconds(50));
    private static final RunForked FORKED = new RunForked(OTHER, 17, List.of(A_REUSED), null, NOON);

    private final Story forked = given(CREATED, FORKED);

    @Test
    void it_has_the_results_of_the_other() {
        var step = forked.step(A);
        assertThat(step.state()).isEqualTo(StepState.COMPLETED);
        assertThat(step.result()).isEqualTo("1");
        assertThat(step.startedAt()).isEqualTo(NOON.minusSeconds(60));
        assertThat(step.endedAt()).isEqualTo(NOON.minusSeconds(50));
        assertThat(step.attempt().node()).isEqualTo("n7");
        assertThat(forked.run().state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void it_starts_with_the_step_after_those() {
        forked.when(new Start())
                .then(STARTED, B_STARTED)
                .when(complete(B, 1, "2"))
                .then(new StepCompleted(B, 1, "2", NOON), new RunCompleted("2", NOON));
    }

    @Test
    void one_that_has_nothing_of_the_other_starts_with_the_first() {
        given(CREATED, new RunForked(OTHER, 1, List.of(), null, NOON))
                .when(new Start())
                .then(STARTED, Samples.A_STARTED);
    }

    @Test
    void steps_inside_others_are_reused_with_them() {
        var inside = StepKey.first("a.x");
        var both = List.of(A_REUSED, new Reused(inside, "set", "1", NODE, NOON, NOON));
        given(CREATED, new RunForked(OTHER, 17, both, null, NOON))
                .when(new Start())
                .then(STARTED, B_STARTED);
    }

    @Test
    void nothing_may_come_before() {
        assertThatThrownBy(() -> given(CREATED, STARTED, FORKED).run())
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("a run begins with what it has of another");
    }
}
