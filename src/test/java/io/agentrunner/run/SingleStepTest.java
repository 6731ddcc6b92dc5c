package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_COMPLETED;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.attempt;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.parallel;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;
import static io.agentrunner.workflow.Nested.OnError.FAIL;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One thing is done of a paused run, and then it is as paused as before. */
class SingleStepTest {

    private static final RunPaused PAUSED = new RunPaused("look first", NOON);
    private static final RunWaiting HELD =
            new RunWaiting(Reason.PAUSED, "paused: look first", null, NOON);
    private static final RunStepRequested ONE_STEP = new RunStepRequested(NOON);

    private final Story running = given(CREATED, STARTED, A_STARTED);
    private final Story between = running.and(List.of(PAUSED, A_COMPLETED, HELD));
    private final Story retrying = running.and(List.of(A_RETRY, WAITING_FOR_RETRY, PAUSED));

    @Test
    void starts_one_step_and_nothing_after_it() {
        between.when(new TakeStep())
                .then(ONE_STEP, B_STARTED)
                .when(new TakeStep())
                .thenRejected(Rule.A_STEP_RUNS);
    }

    @Test
    void leaves_the_run_as_paused_as_before() {
        given(CREATED, STARTED, PAUSED)
                .in(workflow(step("a"), step("b")))
                .and(List.of(HELD))
                .when(new TakeStep())
                .then(ONE_STEP, A_STARTED)
                .when(complete(A, 1, "1"))
                .then(A_COMPLETED, HELD);
    }

    @Test
    void is_another_attempt_however_long_its_backoff() {
        retrying.when(new TakeStep()).then(ONE_STEP, attempt(2, NOON));
    }

    @Test
    void is_a_wait_that_is_over() {
        var sleeping =
                running.when(suspend(A, new Wait.Sleep("sleeps", NOON.plusSeconds(60))))
                        .after()
                        .and(List.of(PAUSED));
        sleeping.when(new TakeStep()).thenRejected(Rule.NOTHING_TO_DO);
        var over = NOON.plusSeconds(60);
        sleeping.when(new TakeStep(), over)
                .then(new RunStepRequested(over), new StepResumed(A, 1, over));
    }

    @Test
    void is_one_of_two_waits_that_are_over() {
        var signalled =
                inside().when(suspend(key("f.a"), new Wait.Signal("x", null)))
                        .after()
                        .when(suspend(key("f.b"), new Wait.Signal("x", null)))
                        .after()
                        .when(new Pause("look first"))
                        .after()
                        .when(new Send(new Signal("x", "1")))
                        .after()
                        .when(new Send(new Signal("x", "2")))
                        .then(new SignalReceived(new Signal("x", "2"), NOON));
        signalled.when(new TakeStep()).then(ONE_STEP, new StepResumed(key("f.a"), 1, NOON));
    }

    @Test
    void is_one_of_several_at_the_same_time() {
        given(CREATED, STARTED, starts("f", "parallel"), PAUSED)
                .in(inside().workflow())
                .when(suspend(key("f"), branches()))
                .after()
                .when(new TakeStep())
                .then(ONE_STEP, starts("f.a", "shell"));
    }

    @Test
    void is_the_end_of_a_step_whose_time_is_up() {
        var limited = workflow(step("a", Samples.THREE, Duration.ofSeconds(10), 3), step("b"));
        var late = NOON.plusSeconds(10);
        var why = Failure.of("TIMEOUT", "the step took longer than PT10S");
        retrying.in(limited)
                .when(new TakeStep(), late)
                .then(
                        new RunStepRequested(late),
                        new StepTimedOut(A, 1, Reason.STEP_TIMEOUT, late),
                        new StepFailed(A, 1, Reason.STEP_TIMEOUT, why, late),
                        new RunFailed(
                                Reason.STEP_FAILED,
                                "a failed with TIMEOUT: the step took longer than PT10S",
                                late));
    }

    @Test
    void is_refused_where_it_makes_no_sense() {
        running.when(new TakeStep()).thenRejected(Rule.NOT_PAUSED);
        given(CREATED, PAUSED).when(new TakeStep()).thenRejected(Rule.NOTHING_TO_DO);
        running.and(List.of(PAUSED)).when(new TakeStep()).thenRejected(Rule.A_STEP_RUNS);
        running.when(suspend(A, Samples.SHIP))
                .after()
                .when(new Pause(null))
                .after()
                .when(new TakeStep())
                .thenRejected(Rule.NOTHING_TO_DO);
    }

    /** Two steps at the same time. */
    private static Story inside() {
        return given(CREATED, STARTED, starts("f", "parallel"))
                .in(workflow(parallel("f", 9, FAIL, step("a"), step("b"))))
                .when(suspend(key("f"), branches()))
                .after();
    }

    private static StepStarted starts(String path, String type) {
        return new StepStarted(key(path), type, 1, NODE, NOON);
    }

    private static StepKey key(String path) {
        return StepKey.first(path);
    }
}
