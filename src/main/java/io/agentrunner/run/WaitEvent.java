package io.agentrunner.run;

import io.agentrunner.run.Awaited.ChildEnd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is asked for outside a run, and what comes in answer. */
public sealed interface WaitEvent extends RunEvent {

    /** About one step. */
    sealed interface OfStep extends WaitEvent {
        StepKey step();

        int attempt();
    }

    /** A person is asked; that the step waits follows in the same transition. */
    record ApprovalRequested(
            StepKey step, int attempt, ApprovalRequest request, @Nullable Instant until, Instant at)
            implements OfStep {}

    /**
     * A person has decided.
     *
     * @param verdict has this event's time
     */
    record ApprovalDecided(StepKey step, int attempt, Verdict verdict, Instant at)
            implements OfStep {}

    /** Kept until a step takes it. */
    record SignalReceived(Signal signal, Instant at) implements WaitEvent {}

    /** Another run exists whose end the step waits for. */
    record ChildStarted(StepKey step, int attempt, RunId child, String workflow, Instant at)
            implements OfStep {}

    record ChildEnded(StepKey step, int attempt, RunId child, ChildEnd end, Instant at)
            implements OfStep {}
}
