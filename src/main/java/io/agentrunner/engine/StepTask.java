package io.agentrunner.engine;

import io.agentrunner.catalog.Scope;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import java.time.Instant;
import java.util.List;

/**
 * One attempt to be made, or to go on after a wait.
 *
 * @param created the run as it began: workflow, inputs, tags, metadata
 * @param current the step so far, what it waited for included
 * @param inside for a step that waited for steps inside it: those, in their order
 * @param settings the fields of the step's kind as a JSON object, templates unevaluated
 * @param scope what its templates see
 * @param now the time of this call
 * @param stop tells the attempt to end
 * @param output takes what should be seen at once: it is shown live and not journalled
 * @param effects what no attempt of the step does twice
 */
public record StepTask(
        RunId run,
        RunCreated created,
        StepRun current,
        List<StepRun> inside,
        String settings,
        Scope scope,
        Instant now,
        StopSignal stop,
        LiveOutput output,
        SideEffects effects) {

    public StepTask {
        inside = List.copyOf(inside);
    }

    public StepKey step() {
        return current.key();
    }

    public String type() {
        return current.type();
    }

    public int attempt() {
        return current.attempt().number();
    }

    /** When the step's first attempt began. */
    public Instant startedAt() {
        return current.startedAt();
    }

    /** The same for every attempt, so that a service called twice can tell. */
    public String idempotencyKey() {
        return run + "/" + step();
    }
}
