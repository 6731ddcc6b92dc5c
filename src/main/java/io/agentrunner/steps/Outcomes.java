package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How attempts end, without a secret in it. */
final class Outcomes {

    private final Secrets secrets;

    Outcomes(Secrets secrets) {
        this.secrets = secrets;
    }

    /** What an attempt does. */
    interface Work {
        Outcome run() throws Exception;
    }

    /** Does the work; what it says is wrong becomes its failure. */
    Outcome of(Work work) throws Exception {
        try {
            return work.run();
        } catch (StepFailed failed) {
            return failed(failed, List.of());
        }
    }

    Outcome completed(JsonNode result, List<Artifact> artifacts) throws IOException {
        return completed(Content.of(result), artifacts);
    }

    /** In memory where the journal has room for it. */
    Outcome completed(Content result, List<Artifact> artifacts) throws IOException {
        return result.small(secrets)
                .<Outcome>map(text -> new Outcome.Completed(text, artifacts))
                .orElseGet(() -> new Outcome.Large(result.masked(secrets), artifacts));
    }

    Outcome failed(StepFailed failed, List<Artifact> artifacts) {
        return failed(failed, null, artifacts);
    }

    Outcome failed(StepFailed failed, @Nullable String stackTrace, List<Artifact> artifacts) {
        return new Outcome.Failed(failure(failed, stackTrace), artifacts);
    }

    /** A failure that has a reason of its own. */
    Outcome failed(StepFailed failed, Reason reason) {
        return new Outcome.Failed(failure(failed, null), reason, List.of());
    }

    private Failure failure(StepFailed failed, @Nullable String stackTrace) {
        return new Failure(
                failed.code(),
                secrets.mask(failed.message()),
                json(failed.details()),
                stackTrace == null ? null : secrets.mask(stackTrace));
    }

    private @Nullable String json(@Nullable Object details) {
        return details == null
                ? null
                : Json.write(Masking.mask(Json.MAPPER.valueToTree(details), secrets));
    }
}
