package io.agentrunner.planted.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Does what an engine may: uses what it was given. */
public record Handed(Executor executor, RandomGenerator random, Logger log) {
    public CompletableFuture<Void> start(Runnable work) {
        return CompletableFuture.runAsync(work, executor)
                .thenRunAsync(() -> log.info(random.nextDouble()), executor);
    }
}
