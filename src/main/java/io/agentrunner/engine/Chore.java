package io.agentrunner.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Something that is tried again later when it fails: its failure is logged and goes no further. */
record Chore(String what, Supplier<CompletionStage<Void>> work) {

    CompletionStage<Void> begin() {
        try {
            return work.get()
                    .exceptionally(
                            failure -> {
                                Log.postponed(what, failure);
                                return null;
                            });
        } catch (RuntimeException failure) {
            Log.postponed(what, failure);
            return CompletableFuture.completedStage(null);
        }
    }
}
