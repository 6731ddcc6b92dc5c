package io.agentrunner.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Virtual time, and all that will happen in it, one thing after the other, in a seed's order. */
final class Simulator {

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::at).thenComparingLong(Event::order);

    private final PriorityQueue<Event> events = new PriorityQueue<>(256, ORDER);
    private final RandomGenerator random;
    private final Instant start;
    private long now;
    private long order;
    private @Nullable String violation;
    private Consumer<String> diary = _ -> {};
    private boolean keepsDiary;

    /** In microseconds since the start; those of the same time happen in the order they came in. */
    private record Event(long at, long order, Runnable action) {}

    Simulator(long seed, Instant start) {
        this.random = new SplittableRandom(seed);
        this.start = start;
    }

    RandomGenerator random() {
        return random;
    }

    /** Microseconds since the start. */
    long micros() {
        return now;
    }

    Instant now() {
        return start.plus(now, ChronoUnit.MICROS);
    }

    void after(long micros, Runnable action) {
        events.add(new Event(now + micros, order++, action));
    }

    /** Lets the next thing happen. False when there is none before {@code end}. */
    boolean step(long end) {
        var next = events.peek();
        if (next == null || next.at() > end) {
            now = Math.max(now, end);
            return false;
        }
        events.remove();
        now = next.at();
        next.action().run();
        return true;
    }

    /** Says from now on what happens. */
    void keepDiary(Consumer<String> newDiary) {
        diary = newDiary;
        keepsDiary = true;
    }

    /** For whoever wants to know how it came to that. */
    void note(Supplier<String> what) {
        if (keepsDiary) {
            diary.accept("%11.6f %s".formatted(now / 1e6, what.get()));
        }
    }

    /** Something happened that must not; the first counts. */
    void violated(String what) {
        if (violation == null) {
            violation = what + " (at %.3f s)".formatted(now / 1e6);
        }
    }

    @Nullable String violation() {
        return violation;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Between the two, small ones more often. */
    long lapse(long least, long most) {
        double luck = random.nextDouble();
        return least + (long) ((most - least) * luck * luck);
    }
}
