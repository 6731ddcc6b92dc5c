package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.SideEffectRecorded;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that would never stop growing is stopped. */
class EventLimitTest {

    private static final Effect CALL = new Effect("call", "1");
    private static final SideEffectRecorded CALLED = new SideEffectRecorded(A, 1, CALL, NOON);
    private static final String MESSAGE = "the run has 50,000 events, as many as a run may have";

    private final Story running = given(CREATED, STARTED, A_STARTED);

    @Test
    void a_run_has_as_many_events_as_it_may() {
        grownTo(49_999).when(new RecordEffect(A, 1, CALL)).then(CALLED);
    }

    @Test
    void with_more_it_fails() {
        grownTo(50_000)
                .when(new RecordEffect(A, 1, CALL))
                .then(
                        new StepCanceled(A, 1, Reason.EVENT_LIMIT, MESSAGE, NOON),
                        new RunFailed(Reason.EVENT_LIMIT, MESSAGE, NOON));
    }

    @Test
    void what_ends_it_anyway_may_exceed_them() {
        grownTo(49_999)
                .in(Samples.workflow(Samples.step("a")))
                .when(complete(A, 1, "1"))
                .then(new StepCompleted(A, 1, "1", NOON), new RunCompleted("1", NOON));
    }

    @Test
    void a_mistake_does_not_end_it() {
        grownTo(50_000).when(complete(B, 1, "1")).thenRejected(Rule.STALE_ATTEMPT);
    }

    @Test
    void what_is_put_on_record_elsewhere_ends_it_when_it_wakes_up() {
        var told = grownTo(50_000).whenElsewhere(new Send(new Signal("x", "1"))).after();
        assertThat(told.run().state()).isEqualTo(RunState.RUNNING);
        var ended = told.when(new WakeUp()).after().run();
        assertThat(ended.reason()).isEqualTo(Reason.EVENT_LIMIT);
    }

    private Story grownTo(int events) {
        List<RunEvent> calls = Collections.nCopies(events - running.events().size(), CALLED);
        return running.and(calls);
    }
}
