package io.agentrunner.ops;

import io.agentrunner.journal.Gathering;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The few threads on which runs decide what they do next. A commit wakes many runs at once; only
 * when all of them have decided is the journal told that there is something to append.
 */
final class RunThreads implements Executor, Gathering {

    private static final Logger LOG = Logger.getLogger(RunThreads.class);

    /** What one thread does as soon alone: it takes a while to wake another. */
    private static final int WORTH_A_THREAD = 64;

    /** What is put off waits for no more than that... */
    private static final int MOST_IN_A_ROW = 256;

    /** ... and no longer for a thread that is busy with something slow. */
    private static final long LONGEST_WAIT = TimeUnit.MICROSECONDS.toNanos(300);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> putOff = new ConcurrentLinkedQueue<>();
    private final Deque<Worker> asleep = new ConcurrentLinkedDeque<>();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile @Nullable Together together;

    /** What is called on one thread and not passed on yet. */
    private record Together(Thread caller, List<Runnable> calls) {}

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
        var gathered = together;
        if (gathered != null && gathered.caller().equals(Thread.currentThread())) {
            gathered.calls().add(action);
        } else {
            waiting.add(action);
            wakeOne();
        }
    }

    @Override
    public void together(Runnable calls) {
        if (together != null) {
            calls.run();
            return;
        }
        var gathered = new Together(Thread.currentThread(), new ArrayList<>());
        together = gathered;
        try {
            calls.run();
        } finally {
            together = null;
            waiting.addAll(gathered.calls());
            for (int i = 0; i < gathered.calls().size(); i += WORTH_A_THREAD) {
                wakeOne();
            }
        }
    }

    @Override
    public void afterTheRest(Runnable action) {
        if (isGathering()) {
            putOff.add(action);
            watch();
        } else {
            action.run();
        }
    }

    @Override
    public boolean isGathering() {
        return Thread.currentThread() instanceof Worker worker && worker.isOf(this);
    }

    /**
     * A thread that sleeps sees to it that nothing is put off for long, should this one get stuck;
     * where none sleeps, whichever is done first does.
     */
    private void watch() {
        if (!waiting.isEmpty() && watched.compareAndSet(false, true)) {
            var sleeper = asleep.pollFirst();
            if (sleeper == null) {
                watched.set(false);
            } else {
                sleeper.watches = true;
                LockSupport.unpark(sleeper);
            }
        }
    }

    private void wakeOne() {
        var sleeper = asleep.pollFirst();
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    private final class Worker extends Thread {
        private volatile boolean watches;

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
                try {
                    if (watches) {
                        LockSupport.parkNanos(LONGEST_WAIT);
                        watches = false;
                        watched.set(false);
                        performAll(putOff, Integer.MAX_VALUE);
                    }
                    decide();
                    if (working.get() > 0 && !putOff.isEmpty()) {
                        LockSupport.parkNanos(LONGEST_WAIT);
                    }
                    performAll(putOff, Integer.MAX_VALUE);
                    fallAsleep();
                } catch (Throwable mistake) {
                    mistaken(mistake);
                }
            }
        }

        private void decide() {
            working.incrementAndGet();
            try {
                performAll(waiting, MOST_IN_A_ROW);
            } finally {
                working.decrementAndGet();
            }
        }

        /** Says first that it sleeps, and then looks once more: nobody forgets to wake it. */
        private void fallAsleep() {
            asleep.addFirst(this);
            if (waiting.isEmpty() && putOff.isEmpty()) {
                LockSupport.park(this);
            }
            asleep.remove(this);
            Thread.interrupted(); // whoever interrupts one of these means something that is over
        }

        private static void performAll(Queue<Runnable> actions, int most) {
            for (int i = 0; i < most; i++) {
                var action = actions.poll();
                if (action == null) {
                    return;
                }
                perform(action);
            }
        }

        private static void perform(Runnable action) {
            try {
                action.run();
            } catch (Throwable mistake) {
                mistaken(mistake);
            }
        }

        /** Without memory not even that may be possible; the thread goes on all the same. */
        private static void mistaken(Throwable mistake) {
            try {
                LOG.error("what a run was to do failed", mistake);
            } catch (Throwable unsaid) {
                // there is nowhere left to say it
            }
        }
    }
}
