package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.run.Run;
import java.util.concurrent.CompletionStage;

/** What runs are made after. */
record Definitions(Workflows workflows) {

    /** The version that the run is pinned to. */
    CompletionStage<Published> of(Run run) {
        return workflows
                .version(run.workflow(), run.version())
                .thenApply(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "workflow %s has no version %s, which run %s is pinned to"
                                                                .formatted(
                                                                        run.workflow(),
                                                                        run.version(),
                                                                        run.id()))));
    }
}
