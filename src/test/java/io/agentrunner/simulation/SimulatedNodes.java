package io.agentrunner.simulation;

import io.agentrunner.journal.Lease;
import io.agentrunner.journal.Nodes;
import io.agentrunner.run.RunId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The nodes as one of them sees them. */
final class SimulatedNodes implements Nodes {

    private final SimulatedDatabase database;
    private final Wire wire;
    private final UUID self;
    private final String name;
    private @Nullable Lease lease;

    SimulatedNodes(SimulatedDatabase database, Wire wire, UUID self, String name) {
        this.database = database;
        this.wire = wire;
        this.self = self;
        this.name = name;
    }

    @Override
    public UUID self() {
        return self;
    }

    Lease lease() {
        var taken = lease;
        if (taken == null) {
            throw new IllegalStateException("the node has not joined yet");
        }
        return taken;
    }

    @Override
    public CompletionStage<Void> join() {
        return wire.ask(() -> database.nodes().join(self, name)).thenAccept(it -> lease = it);
    }

    @Override
    public CompletionStage<Boolean> beat() {
        var mine = lease();
        return wire.ask(() -> database.nodes().beat(mine));
    }

    @Override
    public CompletionStage<List<Node>> all() {
        return wire.ask(() -> database.nodes().all());
    }

    @Override
    public CompletionStage<Optional<List<RunId>>> takeOver(Node dead) {
        var mine = lease();
        return wire.ask(() -> database.nodes().takeOver(dead, mine));
    }

    @Override
    public CompletionStage<Void> leave() {
        var mine = lease();
        return wire.ask(
                        () -> {
                            database.nodes().leave(mine);
                            return true;
                        })
                .thenAccept(_ -> {});
    }
}
