package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunPaused;
import org.jspecify.annotations.Nullable;

/**
 * What people want of a run, beside what it does by itself.
 *
 * @param cancel the wish that it ends, from then on
 * @param pause the wish that nothing new starts, as long as it holds
 * @param mayStep whether one thing may start though it is paused
 */
record Control(@Nullable RunCancelRequested cancel, @Nullable RunPaused pause, boolean mayStep) {

    static final Control NONE = new Control(null, null, false);

    Control canceled(RunCancelRequested request) {
        return new Control(request, pause, mayStep);
    }

    Control paused(RunPaused request) {
        return new Control(cancel, request, false);
    }

    Control resumed() {
        return new Control(cancel, null, false);
    }

    Control mayStep(boolean yes) {
        return new Control(cancel, pause, yes);
    }

    /** Whether nothing new may start. */
    boolean holds() {
        return pause != null && !mayStep;
    }
}
