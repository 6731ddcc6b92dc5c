package io.agentrunner.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Something that is tried again later when it fails: its failure is told and goes no further. */
record Chore(String what, Supplier<CompletionStage<Void>> work) {

    CompletionStage<Void> begin(BiConsumer<String, Throwable> whenFailed) {
        try {
            return work.get()
                    .exceptionally(
                            failure -> {
                                whenFailed.accept(what, failure);
                                return null;
                            });
        } catch (RuntimeException failure) {
            whenFailed.accept(what, failure);
            return CompletableFuture.completedStage(null);
        }
    }
}
