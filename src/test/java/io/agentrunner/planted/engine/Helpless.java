package io.agentrunner.planted.engine;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Takes time and threads wherever it finds them. */
public final class Helpless {
    public Instant start(Runnable work) {
        Executors.newCachedThreadPool().execute(work);
        Thread.ofVirtual().start(work);
        CompletableFuture.runAsync(work).orTimeout(1, TimeUnit.SECONDS).join();
        return Instant.now();
    }
}
