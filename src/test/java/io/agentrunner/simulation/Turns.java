package io.agentrunner.simulation;

import io.agentrunner.run.Lifecycle.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Whose turn it is among the queued runs: those with a limit first, for half of the places. */
record Turns(SimulatedDatabase database) {

    private static final Comparator<StoredRun> TURN =
            Comparator.comparing(Turns::turn).thenComparing(it -> it.run().id());

    List<StoredRun> next(Instant now, int limit) {
        var limited = limited(now, (limit + 1) / 2);
        var free =
                queued(now).filter(it -> it.slot() == null).limit(limit - limited.size()).toList();
        return Stream.concat(limited.stream(), free.stream()).toList();
    }

    private List<StoredRun> limited(Instant now, int limit) {
        var taken = new HashMap<String, Long>();
        return queued(now)
                .filter(it -> it.slot() != null)
                .filter(it -> takesPlace(taken, Objects.requireNonNull(it.slot())))
                .limit(limit)
                .toList();
    }

    private boolean takesPlace(HashMap<String, Long> taken, Slot slot) {
        long before = taken.computeIfAbsent(slot.key(), this::underWay);
        if (before >= slot.max()) {
            return false;
        }
        taken.put(slot.key(), before + 1);
        return true;
    }

    /** How many runs of that key are under way, or about to be. */
    long underWay(String key) {
        return database.runs().stream().filter(it -> it.isUnderWay(key)).count();
    }

    private Stream<StoredRun> queued(Instant now) {
        return database.runs().stream().filter(it -> it.isQueued(now)).sorted(TURN);
    }

    private static Instant turn(StoredRun run) {
        var created = run.run().created();
        return created.at().minus(Duration.ofMinutes(created.priority()));
    }
}
