package io.agentrunner.engine;

import io.agentrunner.catalog.Scope;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.time.Instant;

/**
 * One attempt to be made.
 *
 * @param settings the fields of the step's kind as a JSON object, templates unevaluated
 * @param scope what its templates see
 * @param startedAt when the step's first attempt began
 * @param now the time of this call
 * @param stop tells the attempt to end
 * @param output takes what should be seen at once: it is shown live and not journalled
 */
public record StepTask(
        RunId run,
        StepKey step,
        String type,
        int attempt,
        String settings,
        Scope scope,
        Instant startedAt,
        Instant now,
        StopSignal stop,
        LiveOutput output) {

    /** The same for every attempt, so that a service called twice can tell. */
    public String idempotencyKey() {
        return run + "/" + step;
    }
}
