package io.agentrunner.run;

import static io.agentrunner.run.Fan.F;
import static io.agentrunner.run.Fan.FA;
import static io.agentrunner.run.Fan.FB;
import static io.agentrunner.run.Fan.FC;
import static io.agentrunner.run.Fan.LATER;
import static io.agentrunner.run.Fan.SLEEP;
import static io.agentrunner.run.Fan.begun;
import static io.agentrunner.run.Fan.completed;
import static io.agentrunner.run.Fan.fail;
import static io.agentrunner.run.Fan.failed;
import static io.agentrunner.run.Fan.fan;
import static io.agentrunner.run.Fan.inside;
import static io.agentrunner.run.Fan.starts;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.forEach;
import static io.agentrunner.run.Samples.parallel;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.workflow.Nested.OnError.COLLECT;
import static io.agentrunner.workflow.Nested.OnError.FAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.workflow.Nested.Parallel;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Steps at the same time inside another, named or one for each item. */
class FanTest {

    @Nested
    class Named_steps {
        @Test
        void begin_together_when_the_step_around_them_waits() {
            begun(workflow(fan(9, FAIL)))
                    .when(suspend(F, branches()))
                    .then(
                            new StepWaiting(
                                    F,
                                    1,
                                    Reason.CHILD,
                                    "the steps inside",
                                    null,
                                    null,
                                    List.of(),
                                    NOON),
                            starts(FA),
                            starts(FB),
                            starts(FC));
        }

        @Test
        void begin_as_many_at_a_time_as_may() {
            inside(2, FAIL)
                    .when(complete(FA, 1, "1"))
                    .then(completed(FA), starts(FC))
                    .when(complete(FB, 1, "1"))
                    .then(completed(FB));
        }

        @Test
        void let_the_step_around_them_go_on_when_all_have_ended() {
            inside(9, FAIL)
                    .when(complete(FC, 1, "1"))
                    .after()
                    .when(complete(FA, 1, "1"))
                    .after()
                    .when(complete(FB, 1, "1"))
                    .then(completed(FB), new StepResumed(F, 1, NOON))
                    .when(complete(F, 1, "1"))
                    .then(completed(F), starts(StepKey.first("z")));
        }

        @Test
        void that_wait_hold_up_nobody() {
            inside(9, FAIL)
                    .when(suspend(FA, SLEEP))
                    .then(new StepWaiting(FA, 1, Reason.SLEEP, "sleeps", LATER, NOON))
                    .when(complete(FB, 1, "1"))
                    .then(completed(FB));
        }

        @Test
        void that_all_wait_let_the_run_wait_for_what_comes_first() {
            inside(2, FAIL)
                    .when(suspend(FA, new Wait.Signal("paid", null)))
                    .after()
                    .when(suspend(FB, SLEEP))
                    .then(
                            new StepWaiting(FB, 1, Reason.SLEEP, "sleeps", LATER, NOON),
                            new RunWaiting(Reason.SLEEP, "sleeps", LATER, NOON))
                    .when(new WakeUp(), LATER)
                    .then(new RunResumed(NODE, LATER), new StepResumed(FB, 1, LATER));
        }

        @Test
        void are_recovered_together() {
            var recovered = inside(2, FAIL).when(new Recover(NODE)).after();
            assertThat(recovered.step(FA).isRunning(2)).isTrue();
            assertThat(recovered.step(FB).isRunning(2)).isTrue();
            assertThat(recovered.step(F).waitsForSteps()).isTrue();
        }
    }

    @Nested
    class One_for_each_item {
        private final Story items = begun(workflow(forEach("f", 2, COLLECT, step("each"))));

        @Test
        void begins_in_the_order_of_the_items() {
            var started = items.when(suspend(F, branches("1", "2", "3"))).after();
            assertThat(started.run().steps().active())
                    .extracting(step -> step.key().path())
                    .containsExactly("f", "f[0]", "f[1]");
            started.when(complete(StepKey.first("f[1]"), 1, "1"))
                    .then(completed(StepKey.first("f[1]")), starts(StepKey.first("f[2]")));
        }

        @Test
        void is_done_at_once_where_there_are_none() {
            items.when(suspend(F, branches()))
                    .then(
                            new StepWaiting(
                                    F,
                                    1,
                                    Reason.CHILD,
                                    "the steps inside",
                                    null,
                                    null,
                                    List.of(),
                                    NOON),
                            new StepResumed(F, 1, NOON));
        }
    }

    /** The attempt that puts the results together. */
    @Nested
    class The_step_around_once_it_goes_on {
        private final Story goesOn =
                inside(9, FAIL, complete(FA, 1, "1"), complete(FB, 1, "1"))
                        .when(complete(FC, 1, "1"))
                        .after();

        @Test
        void is_made_again_like_any_other_when_it_is_given_back() {
            goesOn.when(new HandOver(F, 1))
                    .after()
                    .when(new WakeUp())
                    .then(
                            new RunResumed(NODE, NOON),
                            new StepStarted(F, "parallel", 2, NODE, NOON));
        }

        @Test
        void knows_what_was_done_inside_whatever_became_of_the_attempt_before() {
            var lost = goesOn.when(new Recover(NODE)).after();
            assertThat(lost.step(F).awaited()).isEqualTo(goesOn.step(F).awaited());
            var failed = goesOn.in(workflow(patient())).when(fail(F)).after();
            assertThat(failed.run().reason()).isEqualTo(Reason.RETRY);
            var again = failed.when(new WakeUp(), LATER).after();
            assertThat(again.step(F).isRunning(2)).isTrue();
            assertThat(again.step(F).awaited()).isEqualTo(goesOn.step(F).awaited());
        }

        @Test
        void has_no_limit_of_an_attempt_while_it_waits_for_the_next() {
            var slow =
                    new RetryPolicy(
                            2, Duration.ofHours(1), 2, Duration.ofHours(1), 0, Set.of(), Set.of());
            var inside = new Parallel(List.of(step("a"), step("b"), step("c")), 9, FAIL);
            var fan = Samples.around(step("f", slow), "parallel", inside);
            goesOn.in(workflow(fan))
                    .when(fail(F))
                    .after()
                    .when(new WakeUp(), NOON.plus(Step.DEFAULT_TIMEOUT))
                    .thenNothing();
        }

        private Step patient() {
            var inside = new Parallel(List.of(step("a"), step("b"), step("c")), 9, FAIL);
            return Samples.around(step("f", Samples.THREE), "parallel", inside);
        }
    }

    @Nested
    class A_fan_in_a_fan {
        private final Workflow nested =
                workflow(parallel("f", 9, FAIL, step("a"), forEach("g", 9, COLLECT, step("each"))));
        private final StepKey g = StepKey.first("f.g");
        private final StepKey g0 = StepKey.first("f.g[0]");
        private final Story deep =
                begun(nested)
                        .when(suspend(F, branches()))
                        .after()
                        .when(suspend(g, branches("1")))
                        .after();

        @Test
        void ends_from_the_inside_out() {
            deep.when(complete(FA, 1, "1"))
                    .then(completed(FA))
                    .when(complete(g0, 1, "1"))
                    .then(completed(g0), new StepResumed(g, 1, NOON))
                    .when(complete(g, 1, "1"))
                    .then(completed(g), new StepResumed(F, 1, NOON));
        }

        @Test
        void is_stopped_with_what_runs_inside_it() {
            var failed = deep.when(fail(FA)).then(failed(FA));
            assertThat(Stopping.unwanted(nested, failed.run())).containsExactly(g0);
            var canceled = failed.when(new StopStep(g0, 1, List.of())).after();
            assertThat(canceled.step(g0).state()).isEqualTo(StepState.CANCELED);
            assertThat(canceled.step(g).state()).isEqualTo(StepState.CANCELED);
            assertThat(canceled.step(F).state()).isEqualTo(StepState.FAILED);
            assertThat(canceled.run().state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void a_step_inside_has_its_own_retries() {
        var retry =
                new RetryPolicy(
                        2, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0, Set.of(), Set.of());
        begun(workflow(parallel("f", 9, FAIL, step("a", retry))))
                .when(suspend(F, branches()))
                .after()
                .when(fail(FA))
                .then(
                        new StepRetryScheduled(FA, 1, BROKEN, NOON.plusSeconds(1), NOON),
                        new RunWaiting(
                                Reason.RETRY,
                                "f.a: attempt 1 failed with EXIT_1, the next is at"
                                        + " 2026-01-01T12:00:01Z",
                                NOON.plusSeconds(1),
                                NOON));
    }
}
