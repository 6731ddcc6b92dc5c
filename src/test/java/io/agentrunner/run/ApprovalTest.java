package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.complete;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.verdict;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A step asks a person. */
class ApprovalTest {

    private static final Instant TOMORROW = NOON.plusSeconds(86_400);
    private static final ApprovalRequest REQUEST = Samples.SHIP.request();
    private static final Wait.Approval ASK = new Wait.Approval(REQUEST, TOMORROW);
    private static final Decide APPROVE = new Decide("a", verdict(true, "Ann"));
    private static final Decide REJECT = new Decide("a", verdict(false, "Bob"));
    private static final ApprovalDecided APPROVED =
            new ApprovalDecided(A, 1, verdict(true, "Ann"), NOON);
    private static final RunResumed RESUMED = new RunResumed(NODE, NOON);
    private static final StepResumed A_RESUMED = new StepResumed(A, 1, NOON);

    private final Story running = given(CREATED, STARTED, A_STARTED);
    private final Story asking = running.when(suspend(A, ASK)).after();
    private final Story decided = asking.when(APPROVE).after();

    @Test
    void the_question_is_on_record_before_the_run_waits_for_its_answer() {
        running.when(suspend(A, ASK))
                .then(
                        new ApprovalRequested(A, 1, REQUEST, TOMORROW, NOON),
                        new StepWaiting(A, 1, Reason.APPROVAL, "ship?", TOMORROW, NOON),
                        new RunWaiting(Reason.APPROVAL, "ship?", TOMORROW, NOON));
    }

    @Nested
    class A_decision {
        @Test
        void lets_the_attempt_go_on_and_tells_it() {
            asking.when(APPROVE).then(APPROVED, RESUMED, A_RESUMED);
            assertThat(decided.step(A).awaited())
                    .isEqualTo(new Approval(REQUEST, APPROVE.verdict()));
        }

        @Test
        void has_the_time_at_which_it_is_put_on_record() {
            var late = NOON.plusSeconds(9);
            var said = asking.when(APPROVE, late).after().step(A).awaited();
            assertThat(said)
                    .isEqualTo(new Approval(REQUEST, new Verdict(true, null, null, "Ann", late)));
        }

        @Test
        void to_reject_lets_the_attempt_go_on_too_and_fail_by_itself() {
            asking.when(REJECT)
                    .then(new ApprovalDecided(A, 1, REJECT.verdict(), NOON), RESUMED, A_RESUMED);
        }

        @Test
        void said_again_is_no_news_whoever_repeats_it() {
            var again = new Decide("a", verdict(true, "Carl"));
            decided.when(again).thenNothing();
            var ended = decided.when(new RunCommand.Fail(Reason.START_FAILED, "no")).after();
            ended.when(again).thenNothing();
        }

        @Test
        void is_never_reversed() {
            decided.when(REJECT).thenRejected(Rule.DECIDED_OTHERWISE);
            decided.when(complete(A, 1, "1"))
                    .after()
                    .when(REJECT)
                    .thenRejected(Rule.DECIDED_OTHERWISE);
            assertThat(decided.when(REJECT).decision())
                    .isEqualTo(
                            new Rejected(
                                    Rule.DECIDED_OTHERWISE,
                                    "it was approved at 2026-01-01T12:00:00Z by Ann"));
        }

        @Test
        void needs_a_question() {
            running.when(APPROVE).thenRejected(Rule.NOTHING_TO_DECIDE);
            given(CREATED).when(APPROVE).thenRejected(Rule.NOTHING_TO_DECIDE);
            asking.when(new Decide("b", verdict(true, null))).thenRejected(Rule.NOTHING_TO_DECIDE);
        }

        @Test
        void outlives_the_node_that_should_have_acted_on_it() {
            var lost = decided.when(new Recover(NODE)).after();
            assertThat(lost.step(A).isRunning(2)).isTrue();
            assertThat(lost.step(A).awaited()).isEqualTo(new Approval(REQUEST, APPROVE.verdict()));
        }
    }

    @Nested
    class A_decision_put_on_record_elsewhere {
        private final Story recorded = asking.whenElsewhere(APPROVE).then(APPROVED);

        @Test
        void is_acted_on_when_the_run_wakes_up() {
            recorded.when(new WakeUp()).then(RESUMED, A_RESUMED);
        }

        @Test
        void is_made() {
            recorded.when(REJECT).thenRejected(Rule.DECIDED_OTHERWISE);
            recorded.whenElsewhere(REJECT).thenRejected(Rule.DECIDED_OTHERWISE);
            recorded.whenElsewhere(APPROVE).thenNothing();
        }
    }

    @Nested
    class No_decision_in_time {
        private final Story late = asking.when(new WakeUp(), TOMORROW).after();

        @Test
        void lets_the_attempt_go_on_without_one() {
            assertThat(late.step(A).isRunning(1)).isTrue();
            assertThat(late.step(A).awaited()).isEqualTo(new Approval(REQUEST, null));
        }

        @Test
        void leaves_nothing_to_decide() {
            late.when(APPROVE).thenRejected(Rule.NOTHING_TO_DECIDE);
        }

        /** The next attempt asks anew: an answer to the last one would be lost. */
        @Test
        void leaves_nothing_to_decide_before_the_next_attempt() {
            late.when(timedOut()).after().when(APPROVE).thenRejected(Rule.NOTHING_TO_DECIDE);
        }

        @Test
        void is_asked_for_anew_by_the_next_attempt() {
            var again = late.when(timedOut()).after().when(new WakeUp(), TOMORROW.plusSeconds(9));
            assertThat(again.after().step(A).isRunning(2)).isTrue();
            assertThat(again.after().step(A).awaited()).isNull();
        }

        private FailStep timedOut() {
            var why = Failure.of("APPROVAL_TIMEOUT", "nobody decided");
            return new FailStep(A, 1, why, Reason.APPROVAL_TIMEOUT, List.of(), 0.5);
        }
    }

    @Test
    void an_attempt_that_sleeps_after_it_was_answered_sleeps() {
        var until = NOON.plusSeconds(60);
        decided.when(suspend(A, new Wait.Sleep("sleeps", until)))
                .then(
                        new StepWaiting(A, 1, Reason.SLEEP, "sleeps", until, NOON),
                        new RunWaiting(Reason.SLEEP, "sleeps", until, NOON));
    }
}
