package io.agentrunner.ops;

import io.agentrunner.journal.Gathering;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The few threads on which runs decide what they do next. A commit wakes many runs at once; each
 * thread decides for those it gets one after the other, and only then brings what they append.
 */
final class RunThreads implements Executor, Gathering {

    private static final Logger LOG = Logger.getLogger(RunThreads.class);

    /** What a thread has put off is not put off for longer, however much else there is. */
    private static final int MOST_IN_A_ROW = 256;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Deque<Worker> asleep = new ConcurrentLinkedDeque<>();

    private RunThreads() {}

    static RunThreads open() {
        var threads = new RunThreads();
        int number = Math.max(2, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < number; i++) {
            threads.new Worker(i).start();
        }
        return threads;
    }

    @Override
    public void execute(Runnable action) {
        waiting.add(action);
        var sleeper = asleep.pollFirst();
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public void afterTheRest(Runnable action) {
        if (Thread.currentThread() instanceof Worker worker && worker.isOf(this)) {
            worker.putOff.add(action);
        } else {
            action.run();
        }
    }

    private final class Worker extends Thread {
        private final Deque<Runnable> putOff = new ArrayDeque<>();

        Worker(int number) {
            super("runs-" + number);
            setDaemon(true);
        }

        private boolean isOf(RunThreads threads) {
            return threads == RunThreads.this;
        }

        @Override
        public void run() {
            while (true) {
                var next = waiting.poll();
                for (int i = 0; next != null; next = ++i < MOST_IN_A_ROW ? waiting.poll() : null) {
                    perform(next);
                }
                if (putOff.isEmpty()) {
                    fallAsleep();
                }
                for (var due = putOff.poll(); due != null; due = putOff.poll()) {
                    perform(due);
                }
            }
        }

        /** Says first that it sleeps, and then looks once more: nobody forgets to wake it. */
        private void fallAsleep() {
            asleep.addFirst(this);
            if (waiting.isEmpty()) {
                LockSupport.park(this);
            }
            asleep.remove(this);
        }

        private static void perform(Runnable action) {
            try {
                action.run();
            } catch (Throwable mistake) {
                LOG.error("what a run was to do failed", mistake);
            }
        }
    }
}
