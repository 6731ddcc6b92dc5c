package io.agentrunner.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something wanted of a run. What follows from it, or why it can't be, says {@link RunDecider}. */
public sealed interface RunCommand {

    /** Begin, on that node. */
    record Start(String node) implements RunCommand {}

    /**
     * An attempt succeeded.
     *
     * @param result JSON text
     * @param output the run's own result, evaluated, when this step is the last
     */
    record CompleteStep(
            StepKey step,
            int attempt,
            String result,
            List<Artifact> artifacts,
            @Nullable Output output,
            String node)
            implements RunCommand {}

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
            implements RunCommand {
        public FailStep {
            requireReasonToEnd(reason);
        }
    }

    /** An attempt has to wait for something outside. */
    record SuspendStep(
            StepKey step, int attempt, Reason reason, String message, @Nullable Instant until)
            implements RunCommand {
        public SuspendStep {
            if (!reason.isForAttempts()) {
                throw new IllegalArgumentException(reason + " is nothing an attempt waits for");
            }
        }
    }

    /** An attempt ended because it was told to. */
    record StopStep(StepKey step, int attempt, List<Artifact> artifacts) implements RunCommand {}

    /**
     * An attempt is given back because its node is shut down; it is made again at once elsewhere.
     */
    record HandOver(StepKey step, int attempt) implements RunCommand {}

    /** Look at the time: do what is due. */
    record WakeUp(String node) implements RunCommand {}

    /** The wait is over, and no node has room for the run. */
    record AwaitCapacity() implements RunCommand {}

    /** End the run, whatever it does. */
    record Cancel(@Nullable String reason) implements RunCommand {}

    /** Go on where the node {@code from} was when it ended. */
    record Recover(String node, String from) implements RunCommand {}

    /** The run can't go on, through no fault of a step. */
    record Fail(Reason reason, String message) implements RunCommand {
        public Fail {
            requireReasonToEnd(reason);
        }
    }

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
