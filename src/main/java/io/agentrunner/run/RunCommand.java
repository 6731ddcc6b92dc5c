package io.agentrunner.run;

import io.agentrunner.run.Awaited.ChildEnd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something wanted of a run. What follows from it, or why it can't be, says {@link RunDecider}. */
public sealed interface RunCommand {

    /** Begin. */
    record Start() implements RunCommand {}

    /** The word of an attempt. */
    sealed interface Report extends RunCommand {
        StepKey step();

        int attempt();
    }

    /**
     * An attempt succeeded.
     *
     * @param result JSON text
     */
    record CompleteStep(StepKey step, int attempt, String result, List<Artifact> artifacts)
            implements Report {}

    /**
     * An attempt failed.
     *
     * @param reason what the step ends with if this was the last attempt; a timeout's own reason
     *     where it was one
     * @param luck uniformly distributed in [0, 1), for the jitter of a backoff
     */
    record FailStep(
            StepKey step,
            int attempt,
            Failure failure,
            Reason reason,
            List<Artifact> artifacts,
            double luck)
            implements Report {
        public FailStep {
            requireReasonToEnd(reason);
        }
    }

    /** An attempt has to wait. */
    record SuspendStep(StepKey step, int attempt, Wait what) implements Report {}

    /** An attempt ended because it was told to. */
    record StopStep(StepKey step, int attempt, List<Artifact> artifacts) implements Report {}

    /**
     * An attempt is given back because its node is shut down; it is made again at once elsewhere.
     */
    record HandOver(StepKey step, int attempt) implements Report {}

    /** An attempt did something that no later one shall do again. */
    record RecordEffect(StepKey step, int attempt, Effect effect) implements Report {}

    /** Look at the time, and at what was put on record meanwhile: do what is due. */
    record WakeUp() implements RunCommand {}

    /** The wait is over, and no node has room for the run. */
    record AwaitCapacity() implements RunCommand {}

    /** Go on where the node {@code from} was when it ended. */
    record Recover(String from) implements RunCommand {}

    /** The run can't go on, through no fault of a step. */
    record Fail(Reason reason, String message) implements RunCommand {
        public Fail {
            requireReasonToEnd(reason);
        }
    }

    /** Put that on record and do what follows from it. */
    record Hear(Fact fact) implements RunCommand {}

    /**
     * Something said from outside. Any node may put it on record; what follows is for the node that
     * has the run.
     */
    sealed interface Fact {}

    /**
     * End the run, whatever it does.
     *
     * @param cause by whom it is wanted
     */
    record Cancel(Reason cause, @Nullable String reason) implements Fact {
        public Cancel {
            requireReasonToEnd(cause);
        }

        /** Wanted by a client. */
        public Cancel(@Nullable String reason) {
            this(Reason.CANCEL_REQUESTED, reason);
        }
    }

    /** Let what runs finish and begin nothing new. */
    record Pause(@Nullable String reason) implements Fact {}

    /** Go on after a pause, or after the last attempt that a policy grants. */
    record Resume() implements Fact {}

    /** Do one thing of a paused run. */
    record TakeStep() implements Fact {}

    /**
     * A decision on what a step asks for.
     *
     * @param path of the step
     */
    record Decide(String path, Verdict verdict) implements Fact {}

    /** Something that a step waits for, or will. */
    record Send(Signal signal) implements Fact {}

    /** A run that a step waits for has ended. */
    record EndChild(StepKey step, int attempt, RunId child, ChildEnd end) implements Fact {}

    /** The result of a run, computed from its output template after the last step. */
    sealed interface Output {
        record Value(String json) implements Output {}

        record Unusable(String message) implements Output {}
    }

    private static void requireReasonToEnd(Reason reason) {
        if (reason.isForWaiting()) {
            throw new IllegalArgumentException(reason + " is no reason to end");
        }
    }
}
