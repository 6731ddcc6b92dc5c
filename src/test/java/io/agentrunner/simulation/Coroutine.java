package io.agentrunner.simulation;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Work that can stop in the middle: a thread of its own, which runs while its caller waits. */
final class Coroutine {

    private final Thread thread;
    private volatile boolean running;
    private volatile boolean killed;
    private volatile boolean ended;
    private @Nullable Thread caller;

    /** Ends work whose process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("the process was killed", null, false, false);
        }
    }

    Coroutine(Runnable work) {
        thread = Thread.ofVirtual().unstarted(() -> run(work));
    }

    /** Goes on with the work until it pauses or ends. */
    void resume() {
        if (ended) {
            return;
        }
        caller = Thread.currentThread();
        running = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        while (running) {
            LockSupport.park(this);
        }
    }

    /** Called by the work: goes back to whoever resumed it. */
    void pause() {
        giveBack();
        while (!running) {
            LockSupport.park(this);
        }
        if (killed) {
            throw new Killed();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** The work gets no further. */
    void kill() {
        killed = true;
        if (thread.getState() != Thread.State.NEW) {
            resume();
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            ended = true;
            giveBack();
        }
    }

    private void giveBack() {
        var back = caller;
        running = false;
        LockSupport.unpark(back);
    }
}
