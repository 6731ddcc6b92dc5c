package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.parallel;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static io.agentrunner.workflow.Nested.OnError.FAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Something is said to a run, before or while one of its steps waits for it. */
class SignalTest {

    private static final Signal PAID = new Signal("paid", "1.10");
    private static final Signal PAID_AGAIN = new Signal("paid", "2.20");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Wait.Signal LISTEN = new Wait.Signal("paid", LATER);
    private static final StepWaiting LISTENS =
            new StepWaiting(
                    A, 1, Reason.SIGNAL, "waiting for signal paid", LATER, "paid", null, NOON);
    private static final SignalReceived RECEIVED = new SignalReceived(PAID, NOON);
    private static final StepResumed A_RESUMED = new StepResumed(A, 1, NOON);

    private final Story running = given(CREATED, STARTED, A_STARTED);
    private final Story listening = running.when(suspend(A, LISTEN)).after();

    @Test
    void a_step_waits_for_a_signal_by_its_name() {
        running.when(suspend(A, LISTEN))
                .then(
                        LISTENS,
                        new RunWaiting(Reason.SIGNAL, "waiting for signal paid", LATER, NOON));
        var other = new Signal("shipped", "1");
        listening.when(new Send(other)).then(new SignalReceived(other, NOON));
    }

    @Test
    void a_step_that_waits_for_it_goes_on_with_its_data() {
        var goesOn =
                listening
                        .when(new Send(PAID))
                        .then(RECEIVED, new RunResumed(NODE, NOON), A_RESUMED);
        assertThat(goesOn.step(A).awaited()).isEqualTo(new Awaited.Signal("paid", "1.10"));
        assertThat(goesOn.run().signals()).isEmpty();
    }

    @Test
    void a_signal_that_came_before_is_waiting_for_the_step() {
        given(CREATED)
                .when(new Send(PAID))
                .then(RECEIVED)
                .and(List.of(STARTED, A_STARTED))
                .when(suspend(A, LISTEN))
                .then(LISTENS, A_RESUMED);
    }

    @Test
    void signals_of_one_name_are_taken_one_by_one_oldest_first() {
        var first =
                running.when(new Send(PAID))
                        .after()
                        .when(new Send(PAID_AGAIN))
                        .after()
                        .when(suspend(A, LISTEN))
                        .after();
        assertThat(first.step(A).awaited()).isEqualTo(new Awaited.Signal("paid", "1.10"));
        assertThat(first.run().signals()).containsExactly(PAID_AGAIN);
        var second = first.when(suspend(A, LISTEN)).after();
        assertThat(second.step(A).awaited()).isEqualTo(new Awaited.Signal("paid", "2.20"));
        assertThat(second.run().signals()).isEmpty();
    }

    @Test
    void of_two_steps_that_wait_for_it_one_goes_on() {
        var f = StepKey.first("f");
        var fa = StepKey.first("f.a");
        given(CREATED, STARTED, new StepStarted(f, "parallel", 1, NODE, NOON))
                .in(workflow(parallel("f", 2, FAIL, step("a"), step("b"))))
                .when(suspend(f, branches()))
                .after()
                .when(suspend(fa, LISTEN))
                .after()
                .when(suspend(StepKey.first("f.b"), LISTEN))
                .after()
                .when(new Send(PAID))
                .then(RECEIVED, new RunResumed(NODE, NOON), new StepResumed(fa, 1, NOON));
    }

    @Test
    void a_step_goes_on_without_one_when_its_time_is_up() {
        var late =
                listening
                        .when(new WakeUp(), LATER)
                        .then(new RunResumed(NODE, LATER), new StepResumed(A, 1, LATER));
        assertThat(late.step(A).awaited()).isEqualTo(new Awaited.Signal("paid", null));
    }

    @Test
    void a_signal_put_on_record_elsewhere_is_taken_when_the_run_wakes_up() {
        listening
                .whenElsewhere(new Send(PAID))
                .then(RECEIVED)
                .when(new WakeUp())
                .then(new RunResumed(NODE, NOON), A_RESUMED);
    }

    @Test
    void after_the_end_nobody_listens() {
        given(CREATED, new RunFailed(Reason.START_FAILED, "no", NOON))
                .when(new Send(PAID))
                .thenRejected(Rule.RUN_IS_OVER);
    }
}
