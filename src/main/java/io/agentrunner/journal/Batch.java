package io.agentrunner.journal;

import io.agentrunner.journal.Writer.KeyHolder;
import io.agentrunner.run.RunId;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Transitions of different runs that are committed together, in PostgreSQL's order of their ids.
 */
record Batch(List<Pending> transitions) {

    private static final HexFormat HEX = HexFormat.of();

    Batch {
        transitions = new ArrayList<>(transitions);
        transitions.sort(Comparator.comparing(Pending::run));
    }

    int size() {
        return transitions.size();
    }

    List<Batch> halves() {
        int middle = size() / 2;
        return List.of(
                new Batch(transitions.subList(0, middle)),
                new Batch(transitions.subList(middle, size())));
    }

    Batch withoutOverdue() {
        return without(Pending::isOverdue, Pending::giveUp);
    }

    /** What was decided under an earlier lease may not be true any more, and is not sent. */
    Batch decidedUnder(Lease lease) {
        return without(
                pending -> pending.epoch() != lease.epoch(),
                pending -> pending.answer(new Appended.Fenced()));
    }

    private Batch without(Predicate<Pending> hopeless, Consumer<Pending> answer) {
        var hopeful = new ArrayList<Pending>(size());
        for (var pending : transitions) {
            if (hopeless.test(pending)) {
                answer.accept(pending);
            } else {
                hopeful.add(pending);
            }
        }
        return new Batch(hopeful);
    }

    boolean hasAny(Set<UUID> runs) {
        return transitions.stream().anyMatch(p -> runs.contains(p.run().value()));
    }

    List<Buffer> keysOfLosers(Set<UUID> winners) {
        return transitions.stream()
                .filter(p -> !winners.contains(p.run().value()))
                .map(Batch::key)
                .filter(Objects::nonNull)
                .toList();
    }

    void answer(Appended appended) {
        for (var pending : transitions) {
            pending.answer(appended);
        }
    }

    void answer(Set<UUID> winners, Map<Buffer, KeyHolder> holders) {
        for (var pending : transitions) {
            boolean won = winners.contains(pending.run().value());
            pending.answer(won ? new Appended.Won() : lost(pending, holders));
        }
    }

    private static Appended lost(Pending pending, Map<Buffer, KeyHolder> holders) {
        var key = key(pending);
        var holder = key == null ? null : holders.get(key);
        if (holder == null || holder.run().equals(pending.run().value())) {
            return new Appended.Lost();
        }
        return new Appended.KeyTaken(new RunId(holder.run()), holder.body().equals(body(pending)));
    }

    /** Whether no list shows a difference, so that {@link Statements#ONWARD} will do. */
    boolean isOnward() {
        for (var pending : transitions) {
            var transition = pending.transition();
            if (transition.key() != null || transition.changesListing()) {
                return false;
            }
        }
        return true;
    }

    /** The parameters of {@link Statements#ONWARD}. */
    Tuple onward(Lease lease, UUID lane, long n) {
        return journal(lease, lane, n);
    }

    /** The parameters of {@link Statements#ALL_OR_NOTHING}. */
    Tuple whole(Lease lease, UUID lane, long n) {
        var tuple = journal(lease, lane, n);
        var claiming = new ArrayList<Pending>();
        var created = new ArrayList<Pending>();
        var changed = new ArrayList<Pending>();
        for (var pending : transitions) {
            if (pending.transition().key() != null) {
                claiming.add(pending);
            }
            if (pending.creates()) {
                created.add(pending);
            } else if (pending.transition().changesListing()) {
                changed.add(pending);
            }
        }
        claiming.sort(Comparator.comparing(Batch::keyText));
        tuple.addValue(RunColumns.of(claiming, Buffer[]::new, Batch::key));
        tuple.addValue(RunColumns.of(claiming, Buffer[]::new, Batch::body));
        tuple.addValue(RunColumns.of(claiming, UUID[]::new, p -> p.run().value()));
        RunColumns.addAll(tuple, created, lease.node());
        RunColumns.addChanging(tuple, changed, lease.node());
        return tuple;
    }

    /** The parameters of {@link Statements#SEPARATING}. */
    Tuple separated(Lease lease, UUID lane, long n) {
        var tuple = journal(lease, lane, n);
        var listed = transitions.stream().filter(p -> p.transition().changesListing()).toList();
        tuple.addValue(RunColumns.of(transitions, Buffer[]::new, Batch::key));
        tuple.addValue(RunColumns.of(transitions, Buffer[]::new, Batch::body));
        RunColumns.addAll(tuple, listed, lease.node());
        return tuple;
    }

    private Tuple journal(Lease lease, UUID lane, long n) {
        return Tuple.tuple()
                .addValue(lease.node())
                .addValue(lease.epoch())
                .addValue(lane)
                .addValue(n)
                .addValue(RunColumns.of(transitions, UUID[]::new, p -> p.run().value()))
                .addValue(
                        RunColumns.of(
                                transitions, Integer[]::new, p -> (int) p.transition().first()))
                .addValue(RunColumns.of(transitions, Integer[]::new, p -> (int) p.after().seq()))
                .addValue(
                        RunColumns.of(
                                transitions,
                                OffsetDateTime[]::new,
                                p -> RunColumns.time(p.transition().at())))
                .addValue(RunColumns.of(transitions, String[]::new, Pending::events));
    }

    /** What those with a key claim. */
    private static @Nullable Buffer key(Pending pending) {
        var key = pending.transition().key();
        return key == null ? null : Buffer.buffer(HEX.parseHex(key.key()));
    }

    private static @Nullable Buffer body(Pending pending) {
        var key = pending.transition().key();
        return key == null ? null : Buffer.buffer(HEX.parseHex(key.body()));
    }

    private static String keyText(Pending pending) {
        var key = pending.transition().key();
        return key == null ? "" : key.key();
    }
}
