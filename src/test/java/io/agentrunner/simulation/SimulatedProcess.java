package io.agentrunner.simulation;

import io.agentrunner.engine.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One process of a server: what it has to do is done at random moments, in random order, later
 * while it stands still, and never once it is dead.
 */
final class SimulatedProcess implements World.Time {

    /** How often one looks whether the process goes on. */
    private static final long STILL = 1_000_000;

    private final Simulator simulator;
    private final long skew;
    private final Set<Coroutine> working = new LinkedHashSet<>();
    private @Nullable Coroutine current;
    private boolean alive = true;
    private long stillUntil;
    private boolean stoodStill;

    /**
     * Begins to live.
     *
     * @param skew microseconds by which its clock is wrong
     */
    SimulatedProcess(Simulator simulator, long skew) {
        this.simulator = simulator;
        this.skew = skew;
    }

    World world() {
        return new World(this, this::soon, this::work, simulator.random());
    }

    @Override
    public Instant now() {
        return simulator.now().plusNanos(skew * 1000);
    }

    @Override
    public long nanos() {
        return simulator.micros() * 1000;
    }

    @Override
    public World.Timer after(Duration delay, Runnable action) {
        long micros = Math.max(0, (delay.toNanos() + 999) / 1000);
        var canceled = new AtomicBoolean();
        within(
                micros + simulator.lapse(0, 3_000),
                () -> {
                    if (!canceled.get()) {
                        action.run();
                    }
                });
        return () -> canceled.set(true);
    }

    /** Does that then, if it lives and does not stand still. */
    void within(long micros, Runnable action) {
        simulator.after(micros, () -> perform(action));
    }

    private void perform(Runnable action) {
        if (!alive) {
            return;
        }
        if (simulator.micros() < stillUntil) {
            long left = Math.min(STILL, stillUntil - simulator.micros());
            within(left + simulator.lapse(0, 2_000), action);
        } else {
            action.run();
        }
    }

    private void soon(Runnable action) {
        within(simulator.lapse(0, simulator.chance(0.01) ? 50_000 : 400), action);
    }

    private void work(Runnable action) {
        var coroutine = new Coroutine(action);
        working.add(coroutine);
        within(simulator.lapse(0, 1_000), () -> goOn(coroutine));
    }

    private void goOn(Coroutine coroutine) {
        current = coroutine;
        coroutine.resume();
        current = null;
        if (coroutine.hasEnded()) {
            working.remove(coroutine);
        }
    }

    /** What a step has to do: pauses until {@link Pause#over}. */
    Pause pause() {
        var coroutine = current;
        if (coroutine == null) {
            throw new IllegalStateException("only a step that blocks can pause");
        }
        return new Pause(coroutine);
    }

    /** A step stops here until the first of several things has happened. */
    final class Pause {
        private final Coroutine coroutine;
        private boolean over;

        private Pause(Coroutine coroutine) {
            this.coroutine = coroutine;
        }

        /** Ends after that time, if not before. */
        void over(long micros) {
            within(micros, this::end);
        }

        void await() {
            coroutine.pause();
        }

        private void end() {
            if (!over) {
                over = true;
                goOn(coroutine);
            }
        }
    }

    void standStill(long micros) {
        stoodStill = true;
        stillUntil = Math.max(stillUntil, simulator.micros() + micros);
    }

    /** Whether it ever stood still: what it believed was true once may not be any more. */
    boolean stoodStill() {
        return stoodStill;
    }

    boolean isStill() {
        return simulator.micros() < stillUntil;
    }

    void goOnAtOnce() {
        stillUntil = Math.min(stillUntil, simulator.micros());
    }

    boolean isAlive() {
        return alive;
    }

    /** Its memory is gone. */
    void die() {
        alive = false;
        List.copyOf(working).forEach(Coroutine::kill);
        working.clear();
    }
}
