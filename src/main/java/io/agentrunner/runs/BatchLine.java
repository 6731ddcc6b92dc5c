package io.agentrunner.runs;

import io.agentrunner.runs.Starting.Begun;
import java.util.concurrent.CompletableFuture;

/**
 * One line of a batch, until it is answered.
 *
 * @param number counted from 1, empty lines included
 * @param bytes its length
 * @param since nanoseconds of the JVM's clock
 */
record BatchLine(int number, int bytes, long since, CompletableFuture<Begun> begun) {

    BatchLine(int number, int bytes, CompletableFuture<Begun> begun) {
        this(number, bytes, System.nanoTime(), begun);
    }

    static BatchLine refused(int number, Throwable why) {
        return new BatchLine(number, 0, CompletableFuture.failedFuture(why));
    }
}
