package io.agentrunner.run;

import static io.agentrunner.run.Fan.F;
import static io.agentrunner.run.Fan.FA;
import static io.agentrunner.run.Fan.FB;
import static io.agentrunner.run.Fan.FC;
import static io.agentrunner.run.Fan.SLEEP;
import static io.agentrunner.run.Fan.completed;
import static io.agentrunner.run.Fan.fail;
import static io.agentrunner.run.Fan.failed;
import static io.agentrunner.run.Fan.inside;
import static io.agentrunner.run.Fan.starts;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.workflow.Nested.OnError.COLLECT;
import static io.agentrunner.workflow.Nested.OnError.FAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.workflow.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How steps at the same time come to an end before all has succeeded. */
class FanEndTest {

    @Nested
    class A_step_inside_that_fails {
        private final Failure why = Failure.of("EXIT_1", "f.a: it broke");
        private final RunFailed runFailed =
                new RunFailed(Reason.STEP_FAILED, "f failed with EXIT_1: f.a: it broke", NOON);

        @Test
        void lets_no_other_begin_and_those_that_run_be_stopped() {
            var failed = inside(2, FAIL).when(fail(FA)).then(failed(FA));
            assertThat(Stopping.unwanted(failed.workflow(), failed.run())).containsExactly(FB);
        }

        @Test
        void fails_the_step_around_it_when_the_others_have_stopped() {
            inside(2, FAIL)
                    .when(fail(FA))
                    .after()
                    .when(new StopStep(FB, 1, List.of()))
                    .then(
                            new StepCanceled(
                                    FB, 1, Reason.CANCEL_REQUESTED, "not needed any more", NOON),
                            new StepFailed(F, 1, Reason.STEP_FAILED, why, NOON),
                            runFailed);
        }

        @Test
        void ends_those_that_wait_at_once() {
            inside(9, FAIL)
                    .when(suspend(FB, SLEEP))
                    .after()
                    .when(fail(FA))
                    .then(failed(FA), notNeeded(FB));
        }

        @Test
        void is_the_end_of_all_where_the_others_wait() {
            inside(2, FAIL)
                    .when(suspend(FB, SLEEP))
                    .after()
                    .when(fail(FA))
                    .then(
                            failed(FA),
                            notNeeded(FB),
                            new StepFailed(F, 1, Reason.STEP_FAILED, why, NOON),
                            runFailed);
        }

        @Test
        void leaves_the_others_their_results() {
            inside(2, FAIL)
                    .when(fail(FA))
                    .after()
                    .when(complete(FB, 1, "1"))
                    .then(
                            completed(FB),
                            new StepFailed(F, 1, Reason.STEP_FAILED, why, NOON),
                            runFailed);
        }

        @Test
        void is_collected_where_that_is_wanted() {
            inside(2, COLLECT)
                    .when(fail(FA))
                    .then(failed(FA), starts(FC))
                    .when(complete(FB, 1, "1"))
                    .after()
                    .when(complete(FC, 1, "1"))
                    .then(completed(FC), new StepResumed(F, 1, NOON));
        }

        private StepCanceled notNeeded(StepKey step) {
            return new StepCanceled(
                    step, 1, Reason.CANCEL_REQUESTED, "not needed: f.a: it broke", NOON);
        }
    }

    @Nested
    class A_limit_of_the_step_around {
        private final Instant limit = NOON.plus(Step.DEFAULT_TIMEOUT);
        private final StepTimedOut timedOut = new StepTimedOut(F, 1, Reason.ATTEMPT_TIMEOUT, limit);
        private final StepFailed stepFailed =
                new StepFailed(
                        F,
                        1,
                        Reason.ATTEMPT_TIMEOUT,
                        Failure.of("TIMEOUT", "the step took longer than PT5M"),
                        limit);
        private final RunFailed runFailed =
                new RunFailed(
                        Reason.STEP_FAILED,
                        "f failed with TIMEOUT: the step took longer than PT5M",
                        limit);

        @Test
        void stops_what_runs_inside_and_fails_it_then() {
            var late = inside(1, COLLECT).when(new WakeUp(), limit).then(timedOut);
            assertThat(Stopping.unwanted(late.workflow(), late.run())).containsExactly(FA);
            late.when(new StopStep(FA, 1, List.of()))
                    .then(
                            new StepCanceled(
                                    FA, 1, Reason.CANCEL_REQUESTED, "not needed any more", limit),
                            stepFailed,
                            runFailed);
        }

        @Test
        void ends_all_at_once_where_nothing_runs_inside() {
            inside(1, COLLECT)
                    .when(suspend(FA, new Wait.Signal("paid", null)))
                    .after()
                    .when(new WakeUp(), limit)
                    .then(
                            timedOut,
                            new StepCanceled(
                                    FA,
                                    1,
                                    Reason.CANCEL_REQUESTED,
                                    "not needed: the step took longer than PT5M",
                                    limit),
                            stepFailed,
                            runFailed);
        }

        @Test
        void is_said_once() {
            var late = inside(1, COLLECT).when(new WakeUp(), limit).after();
            late.when(new WakeUp(), limit.plusSeconds(1)).thenNothing();
            assertThat(Deadlines.all(late.workflow(), late.run()))
                    .extracting(Deadlines.Deadline::step)
                    .containsOnly(FA);
        }

        @Test
        void is_not_why_it_ends_where_a_step_failed_before() {
            inside(2, FAIL).when(fail(FA)).after().when(new WakeUp(), limit).thenNothing();
        }
    }
}
