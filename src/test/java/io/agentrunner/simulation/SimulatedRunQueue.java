package io.agentrunner.simulation;

import io.agentrunner.journal.Lease;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Hands out the simulated database's runs to one node. */
final class SimulatedRunQueue implements RunQueue {

    private static final Comparator<StoredRun> SOONEST =
            Comparator.<StoredRun, Instant>comparing(SimulatedRunQueue::wakeAt)
                    .thenComparing(it -> it.run().id());

    private final SimulatedDatabase database;
    private final Wire wire;
    private final Supplier<Lease> lease;
    private final Sabotage sabotage;

    SimulatedRunQueue(
            SimulatedDatabase database, Wire wire, Supplier<Lease> lease, Sabotage sabotage) {
        this.database = database;
        this.wire = wire;
        this.lease = lease;
        this.sabotage = sabotage;
    }

    @Override
    public CompletionStage<List<RunId>> claimQueued(int limit) {
        var mine = lease.get();
        return wire.ask(() -> claim(mine, new Turns(database).next(now(), limit).stream(), limit));
    }

    @Override
    public CompletionStage<List<RunId>> claimDue(Duration horizon, int limit) {
        var mine = lease.get();
        return wire.ask(
                () ->
                        claim(
                                mine,
                                stored(it -> it.isDue(now().plus(horizon))).sorted(SOONEST),
                                limit));
    }

    private List<RunId> claim(Lease mine, Stream<StoredRun> due, int limit) {
        if (!database.nodes().holds(mine)) {
            return List.of();
        }
        var claimed = due.limit(limit).toList();
        claimed.forEach(it -> it.own(mine.node()));
        database.simulator().note(() -> mine.node() + " claims " + ids(claimed.stream()));
        return ids(claimed.stream());
    }

    @Override
    public CompletionStage<Optional<Duration>> untilNextStart(Duration horizon) {
        return wire.ask(
                () ->
                        stored(it -> it.state() == RunState.QUEUED && it.owner() == null)
                                .flatMap(it -> Stream.ofNullable(it.run().created().startAt()))
                                .filter(at -> at.isAfter(now()))
                                .filter(at -> !at.isAfter(now().plus(horizon)))
                                .min(Comparator.naturalOrder())
                                .map(at -> Duration.between(now(), at).plusNanos(999_999))
                                .map(it -> Duration.ofMillis(it.toMillis())));
    }

    @Override
    public CompletionStage<List<RunId>> overdue(Duration since, int limit) {
        return wire.ask(
                () ->
                        ids(
                                stored(it -> it.isDue(now().minus(since)) && !it.waitsForCapacity())
                                        .sorted(SOONEST)
                                        .limit(limit)));
    }

    @Override
    public CompletionStage<List<RunId>> parentsOfEnded() {
        return wire.ask(
                () ->
                        stored(it -> it.state().isTerminal() && !losesEnds())
                                .flatMap(it -> parent(it).stream())
                                .filter(SimulatedRunQueue::isActive)
                                .map(it -> it.run().id())
                                .distinct()
                                .toList());
    }

    @Override
    public CompletionStage<List<RunId>> childrenLeftAlone() {
        return wire.ask(
                () ->
                        ids(
                                stored(it -> !it.state().isTerminal())
                                        .filter(
                                                it ->
                                                        parent(it)
                                                                .filter(
                                                                        up ->
                                                                                up.state()
                                                                                        .isTerminal())
                                                                .isPresent())));
    }

    private boolean losesEnds() {
        return sabotage == Sabotage.LOSES_A_CHILDS_END;
    }

    private Optional<StoredRun> parent(StoredRun run) {
        return Optional.ofNullable(run.run().created().parent())
                .flatMap(parent -> database.find(parent.run()));
    }

    private static boolean isActive(StoredRun run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.WAITING;
    }

    @Override
    public CompletionStage<List<RunId>> owned() {
        var mine = lease.get();
        return wire.ask(
                () -> ids(stored(it -> mine.node().equals(it.owner()) && !isForgotten(it))));
    }

    @Override
    public CompletionStage<List<RunId>> owned(Collection<RunId> among) {
        var asked = Set.copyOf(among);
        return owned().thenApply(all -> all.stream().filter(asked::contains).toList());
    }

    private boolean isForgotten(StoredRun run) {
        return sabotage == Sabotage.FORGETS_A_TIMER_ON_RESTART && run.state() == RunState.WAITING;
    }

    @Override
    public CompletionStage<Void> release(RunId run) {
        var mine = lease.get();
        return wire.ask(
                        () ->
                                database.find(run)
                                        .filter(it -> mine.node().equals(it.owner()))
                                        .filter(it -> it.state() != RunState.RUNNING)
                                        .map(
                                                it -> {
                                                    it.own(null);
                                                    return true;
                                                }))
                .thenAccept(_ -> {});
    }

    private Instant now() {
        return database.simulator().now();
    }

    private static Instant wakeAt(StoredRun run) {
        var at = run.wakeAt();
        return at == null ? Instant.MAX : at;
    }

    private Stream<StoredRun> stored(java.util.function.Predicate<StoredRun> wanted) {
        return database.runs().stream().filter(wanted);
    }

    private static List<RunId> ids(Stream<StoredRun> runs) {
        return runs.map(it -> it.run().id()).toList();
    }
}
