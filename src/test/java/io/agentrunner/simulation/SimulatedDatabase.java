package io.agentrunner.simulation;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.journal.Lease;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.IllegalTransition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The journal's tables in memory. Each call is one statement, whole or not at all. */
final class SimulatedDatabase {

    /** Sees every commit at the moment it happens. */
    interface Witness {
        void committed(Transition transition, @Nullable Run before, Run after, UUID node);
    }

    private record Holder(RunId run, String body) {}

    private final Simulator simulator;
    private final Sabotage sabotage;
    private final Map<RunId, StoredRun> runs = new TreeMap<>();
    private final Map<String, Holder> keys = new HashMap<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private final NodeTable nodes;

    SimulatedDatabase(Simulator simulator, Sabotage sabotage) {
        this.simulator = simulator;
        this.sabotage = sabotage;
        this.nodes = new NodeTable(simulator, this::runs);
    }

    Simulator simulator() {
        return simulator;
    }

    NodeTable nodes() {
        return nodes;
    }

    void witness(Witness witness) {
        witnesses.add(witness);
    }

    void ignore(Witness witness) {
        witnesses.remove(witness);
    }

    Collection<StoredRun> runs() {
        return runs.values();
    }

    Optional<StoredRun> find(RunId id) {
        return Optional.ofNullable(runs.get(id));
    }

    Optional<Run> load(RunId id) {
        return find(id).map(StoredRun::run);
    }

    void delete(RunId id) {
        runs.remove(id);
        keys.values().removeIf(holder -> holder.run().equals(id));
    }

    Appended append(Transition transition, Lease lease) {
        if (!nodes.holds(lease)) {
            return new Appended.Fenced();
        }
        var stored = runs.get(transition.after().id());
        var key = transition.key();
        var holder = key == null ? null : keys.get(key.key());
        if (key != null && holder != null && stored == null) {
            return new Appended.KeyTaken(holder.run(), holder.body().equals(key.body()));
        }
        return follows(transition, stored) || sabotage == Sabotage.SKIPS_THE_CONFLICT_CHECK
                ? write(transition, stored, key, lease.node())
                : new Appended.Lost();
    }

    private static boolean follows(Transition transition, @Nullable StoredRun stored) {
        return stored == null
                ? transition.first() == 1
                : transition.first() == stored.run().seq() + 1;
    }

    private Appended write(
            Transition transition,
            @Nullable StoredRun stored,
            @Nullable IdempotencyKey key,
            UUID node) {
        var id = transition.after().id();
        if (stored == null) {
            runs.put(id, new StoredRun(transition, node));
            if (key != null) {
                keys.put(key.key(), new Holder(id, key.body()));
            }
            tell(transition, null, Run.fold(id, transition.events()), node);
            return new Appended.Won();
        }
        var before = stored.run();
        if (before.state().isTerminal()) {
            return new Appended.Unwritable("a run never changes after its end");
        }
        apply(transition, stored, transition.first(), node);
        return new Appended.Won();
    }

    /** What is appended has to be what the rules allow, whoever decided it. */
    private void apply(Transition transition, StoredRun stored, long first, UUID node) {
        var before = stored.run();
        try {
            var after = before.evolve(first, transition.events());
            stored.append(transition, after, node);
            tell(transition, before, after, node);
        } catch (IllegalTransition illegal) {
            simulator.violated(String.valueOf(illegal.getMessage()));
        }
    }

    /** Writes once more what is written. */
    void appendTwice(Transition transition, Lease lease) {
        find(transition.after().id())
                .ifPresent(it -> apply(transition, it, it.run().seq() + 1, lease.node()));
    }

    private void tell(Transition transition, @Nullable Run before, Run after, UUID node) {
        List.copyOf(witnesses).forEach(it -> it.committed(transition, before, after, node));
    }
}
