package io.agentrunner.simulation;

import io.agentrunner.journal.Lease;
import io.agentrunner.journal.Nodes.Node;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The nodes of the simulated database and their leases. */
final class NodeTable {

    private record Row(String name, int epoch, long beat, Instant startedAt) {}

    private final Simulator simulator;
    private final Supplier<Collection<StoredRun>> runs;
    private final Map<UUID, Row> rows = new LinkedHashMap<>();

    NodeTable(Simulator simulator, Supplier<Collection<StoredRun>> runs) {
        this.simulator = simulator;
        this.runs = runs;
    }

    boolean holds(Lease lease) {
        var row = rows.get(lease.node());
        return row != null && row.epoch() == lease.epoch();
    }

    Lease join(UUID id, String name) {
        var before = rows.get(id);
        int epoch = before == null ? 1 : before.epoch() + 1;
        simulator.note(() -> name + " joins with epoch " + epoch);
        rows.put(id, new Row(name, epoch, 0, simulator.now()));
        return new Lease(id, epoch);
    }

    boolean beat(Lease lease) {
        var row = rows.get(lease.node());
        return row != null && row.beat() >= 0 && beat(lease, row.beat() + 1);
    }

    void leave(Lease lease) {
        beat(lease, -1);
    }

    private boolean beat(Lease lease, long beat) {
        if (!holds(lease)) {
            return false;
        }
        rows.computeIfPresent(
                lease.node(), (_, row) -> new Row(row.name(), row.epoch(), beat, row.startedAt()));
        return true;
    }

    List<Node> all() {
        return rows.entrySet().stream()
                .map(it -> node(it.getKey(), it.getValue()))
                .filter(it -> it.beat() >= 0 || it.activeRuns() > 0)
                .sorted(Comparator.comparing(Node::startedAt).thenComparing(Node::id))
                .toList();
    }

    private Node node(UUID id, Row row) {
        long active = runs.get().stream().filter(it -> id.equals(it.owner())).count();
        return new Node(id, row.name(), row.epoch(), row.beat(), row.startedAt(), active);
    }

    Optional<List<RunId>> takeOver(Node dead, Lease mine) {
        var row = rows.get(dead.id());
        if (row == null
                || row.epoch() != dead.epoch()
                || row.beat() != dead.beat()
                || !holds(mine)) {
            return Optional.empty();
        }
        rows.put(dead.id(), new Row(row.name(), row.epoch() + 1, -1, row.startedAt()));
        var inherited = runs.get().stream().filter(it -> dead.id().equals(it.owner())).toList();
        inherited.forEach(it -> it.own(mine.node()));
        simulator.note(() -> mine.node() + " takes over from " + dead.name());
        return Optional.of(inherited.stream().map(it -> it.run().id()).toList());
    }
}
