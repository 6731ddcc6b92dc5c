package io.agentrunner.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what is posted to it, in order and one thing at a time, on threads that it doesn't hold. */
final class Mailbox {

    private final Executor executor;
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    void post(Runnable letter) {
        letters.add(letter);
        if (waiting.getAndIncrement() == 0) {
            executor.execute(this::read);
        }
    }

    private void read() {
        do {
            var letter = letters.poll();
            if (letter != null) {
                open(letter);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    /** A letter that fails is our mistake; those after it are read all the same. */
    private static void open(Runnable letter) {
        try {
            letter.run();
        } catch (RuntimeException mistake) {
            Log.failed("a run's next move", mistake);
        }
    }
}
