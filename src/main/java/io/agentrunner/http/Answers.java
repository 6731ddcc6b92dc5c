package io.agentrunner.http;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a door waits for. A client that leaves stops the waiting and nothing else: what was asked
 * for goes on to its end, with all that follows from it.
 */
public final class Answers {

    private Answers() {}

    /** The answer of whoever is asked, once somebody waits for it. */
    public static <T> Uni<T> of(Supplier<CompletionStage<T>> asked) {
        // Canceling reaches the stage that is waited for, so that must not be the asked one's own.
        return Uni.createFrom().completionStage(() -> asked.get().thenApply(Function.identity()));
    }
}
