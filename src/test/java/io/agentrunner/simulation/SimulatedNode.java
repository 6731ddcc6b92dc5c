package io.agentrunner.simulation;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.Housekeeping;
import io.agentrunner.engine.MailboxEngine;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One server: the shipped engine in a process that can die and come up again as the same node, and
 * what {@code StartUp} does with it.
 */
final class SimulatedNode {

    private static final long A_SECOND = 1_000_000;
    private static final Secrets NO_SECRETS = Secrets.from(Map.of());

    private final Cluster cluster;
    private final Simulator simulator;
    private final UUID id;
    private final String name;
    private final int places;
    private final long skew;
    private Server server;

    /** What dies with the process. */
    private final class Server implements SimulatedDatabase.Witness {
        private final SimulatedProcess process = new SimulatedProcess(simulator, skew);
        private final Wire wire = new Wire(simulator, process, cluster.weather());
        private final SimulatedNodes nodes = new SimulatedNodes(cluster.database(), wire, id, name);
        private final MailboxEngine engine;
        private final Housekeeping housekeeping;
        private boolean draining;

        Server() {
            var world = process.world();
            var journal =
                    new WatchedJournal(
                            new SimulatedJournal(
                                    cluster.database(),
                                    process,
                                    wire,
                                    nodes::lease,
                                    cluster.sabotage()),
                            SimulatedNode.this,
                            cluster.invariants());
            var tools =
                    new MailboxEngine.Tools(
                            journal,
                            cluster.workflows(),
                            NoTemplates.INSTANCE,
                            NO_SECRETS,
                            new SimulatedSteps(cluster, SimulatedNode.this, process).all());
            engine = new MailboxEngine(new MailboxEngine.Identity(name, places), tools, world);
            var queue =
                    new WatchedQueue(
                            new SimulatedRunQueue(
                                    cluster.database(), wire, nodes::lease, cluster.sabotage()),
                            SimulatedNode.this,
                            cluster.invariants());
            housekeeping = new Housekeeping(engine, nodes, queue, world, name);
        }

        void begin() {
            nodes.join()
                    .whenComplete(
                            (_, failure) -> {
                                if (failure == null) {
                                    cluster.database().witness(this);
                                    recover();
                                    tick();
                                } else {
                                    process.within(A_SECOND, this::begin);
                                }
                            });
        }

        private void recover() {
            housekeeping
                    .recover()
                    .whenComplete(
                            (_, failure) -> {
                                if (failure != null) {
                                    process.within(A_SECOND, this::recover);
                                }
                            });
        }

        private void tick() {
            housekeeping.tick();
            process.within(A_SECOND, this::tick);
        }

        /** The feed tells of what other nodes commit, as soon as this one can hear it. */
        @Override
        public void committed(Transition transition, @Nullable Run before, Run after, UUID node) {
            if (!node.equals(id)) {
                var delay = simulator.lapse(10_000, 100_000);
                wire.whenUp(
                        () ->
                                process.within(
                                        delay, () -> engine.look(after.id(), transition.first())));
            }
        }
    }

    SimulatedNode(Cluster cluster, UUID id, String name, int places, long skew) {
        this.cluster = cluster;
        this.simulator = cluster.simulator();
        this.id = id;
        this.name = name;
        this.places = places;
        this.skew = skew;
        this.server = new Server();
        server.begin();
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    int places() {
        return places;
    }

    MailboxEngine engine() {
        return server.engine;
    }

    SimulatedProcess process() {
        return server.process;
    }

    /** Whether its lease, as it knows it, is still the one in force. */
    boolean holdsLease() {
        return cluster.database().nodes().holds(server.nodes.lease());
    }

    boolean isAlive() {
        return server.process.isAlive();
    }

    boolean isServing() {
        return isAlive() && !server.process.isStill() && server.housekeeping.isReady();
    }

    void crash() {
        cluster.database().ignore(server);
        server.process.die();
    }

    /** Comes up as the same node, knowing nothing. */
    void restart() {
        if (!isAlive()) {
            server = new Server();
            server.begin();
        }
    }

    void standStill(long micros) {
        server.process.standStill(micros);
    }

    void breakWire(long micros) {
        server.wire.breakFor(micros);
    }

    /** Ends as a process does that gets SIGTERM. */
    void drain() {
        var ending = server;
        if (!ending.draining) {
            ending.draining = true;
            ending.housekeeping
                    .drain(Duration.ofSeconds(4))
                    .whenComplete((_, _) -> ending.process.within(0, this::crash));
            ending.process.within(8 * A_SECOND, this::crash);
        }
    }

    boolean isDraining() {
        return server.draining;
    }

    void clearUp() {
        server.wire.repair();
        server.process.goOnAtOnce();
    }
}
