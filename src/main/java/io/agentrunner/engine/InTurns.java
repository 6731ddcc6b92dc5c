package io.agentrunner.engine;

import io.agentrunner.run.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Does something for each of many runs, for some hundreds at a time: nobody waits in a long line.
 */
final class InTurns {

    private static final int AT_ONCE = 256;

    private InTurns() {}

    /** Completes when all is done; what fails for one run is done for the others all the same. */
    static CompletionStage<Void> each(
            List<RunId> runs, Function<RunId, CompletionStage<Void>> deed) {
        var all = new ArrayList<CompletableFuture<Void>>(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            all.add(
                    i < AT_ONCE
                            ? deed.apply(run).toCompletableFuture()
                            : all.get(i - AT_ONCE).handle((_, _) -> run).thenCompose(deed));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }
}
