package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_COMPLETED;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.B;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.B_STARTED;
import static io.agentrunner.run.Samples.CANCEL_REQUESTED;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;

import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepWaiting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where a run of two steps can stand, in the middle of a transition too. */
enum Situation {
    QUEUED(CREATED),
    QUEUED_FOR_LATER(Samples.created(NOON.plusSeconds(60), null)),
    QUEUED_TO_BE_CANCELED(CREATED, CANCEL_REQUESTED),
    JUST_STARTED(CREATED, Samples.STARTED),
    RUNNING(JUST_STARTED, A_STARTED),
    RUNNING_TO_BE_CANCELED(RUNNING, CANCEL_REQUESTED),
    WAITING_TO_RETRY(RUNNING, A_RETRY, WAITING_FOR_RETRY),
    WAITING_TO_RETRY_TO_BE_CANCELED(WAITING_TO_RETRY, CANCEL_REQUESTED),
    RUNNING_AGAIN(WAITING_TO_RETRY, new RunResumed(NODE, NOON), Samples.attempt(2, NOON)),
    ASLEEP(
            RUNNING,
            new StepWaiting(A, 1, Reason.SLEEP, "sleeps", NOON.plusSeconds(60), NOON),
            new RunWaiting(Reason.SLEEP, "sleeps", NOON.plusSeconds(60), NOON)),
    RECOVERED(RUNNING, new RunRecovered("n2", NODE, NOON)),
    STEP_FAILED(RUNNING, new StepFailed(A, 1, Reason.STEP_FAILED, BROKEN, NOON)),
    BETWEEN_STEPS(RUNNING, A_COMPLETED),
    IN_THE_LAST_STEP(BETWEEN_STEPS, B_STARTED),
    ALL_STEPS_DONE(IN_THE_LAST_STEP, new StepCompleted(B, 1, "2", NOON)),
    COMPLETED(ALL_STEPS_DONE, new RunCompleted("2", NOON)),
    FAILED(STEP_FAILED, new RunFailed(Reason.STEP_FAILED, "a failed", NOON)),
    CANCELED(QUEUED_TO_BE_CANCELED, new RunCanceled(Reason.CANCEL_REQUESTED, "enough", NOON));

    private final List<RunEvent> events;

    Situation(RunEvent... events) {
        this.events = List.of(events);
    }

    Situation(Situation before, RunEvent... events) {
        var all = new ArrayList<>(before.events);
        Collections.addAll(all, events);
        this.events = List.copyOf(all);
    }

    Run run() {
        return Run.fold(Samples.ID, events);
    }

    /** The step that a report would be about. */
    StepKey step() {
        var steps = run().steps();
        return steps.isEmpty() ? A : steps.getLast().key();
    }

    int attempt() {
        var steps = run().steps();
        return steps.isEmpty() ? 1 : steps.getLast().attempt().number();
    }

    /** The attempt that would follow. */
    int nextAttempt() {
        return run().steps().isEmpty() ? 1 : attempt() + 1;
    }
}
