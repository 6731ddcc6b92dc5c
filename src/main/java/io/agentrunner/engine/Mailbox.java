package io.agentrunner.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Does what is posted to it, in order and one thing at a time, on threads that it doesn't hold. */
final class Mailbox {

    private final Executor executor;
    private final Consumer<Throwable> whenFailed;
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Mailbox(Executor executor, Consumer<Throwable> whenFailed) {
        this.executor = executor;
        this.whenFailed = whenFailed;
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

    /** A letter that fails, be it with an Error, keeps none of those after it from being read. */
    private void open(Runnable letter) {
        try {
            letter.run();
        } catch (Throwable mistake) {
            failed(mistake);
        }
    }

    private void failed(Throwable mistake) {
        try {
            whenFailed.accept(mistake);
        } catch (Throwable another) {
            Log.failed("coping with a mistake", another);
        }
    }
}
