package io.agentrunner.simulation;

/** What goes wrong: nodes die, stand still, lose the database; the network is slow and loses. */
final class Faults {

    private final Cluster cluster;
    private final Simulator simulator;
    private boolean over;

    Faults(Cluster cluster) {
        this.cluster = cluster;
        this.simulator = cluster.simulator();
    }

    /** Decides on all that will go wrong until then. */
    void plan(long until) {
        if (simulator.chance(0.5)) {
            cluster.weather()
                    .be(
                            simulator.chance(0.5) ? 0.01 : 0.05,
                            simulator.chance(0.2) ? 400_000 : 10_000);
        }
        int count = simulator.random().nextInt(5);
        for (int i = 0; i < count; i++) {
            simulator.after(simulator.random().nextLong(until), this::happen);
        }
    }

    private void happen() {
        if (over) {
            return;
        }
        var node = cluster.any(cluster.nodes());
        int luck = simulator.random().nextInt(100);
        if (luck < 45) {
            simulator.note(() -> node.name() + " crashes");
            node.crash();
            simulator.after(simulator.lapse(100_000, 20_000_000), () -> restart(node));
        } else if (luck < 65) {
            simulator.note(() -> node.name() + " stands still");
            node.standStill(simulator.lapse(500_000, 25_000_000));
        } else if (luck < 85) {
            simulator.note(() -> node.name() + " loses the database");
            node.breakWire(simulator.lapse(200_000, 25_000_000));
        } else {
            simulator.note(() -> node.name() + " drains");
            node.drain();
            simulator.after(simulator.lapse(8_100_000, 12_000_000), () -> restart(node));
        }
    }

    private void restart(SimulatedNode node) {
        if (!over) {
            simulator.note(() -> node.name() + " restarts");
            node.restart();
        }
    }

    /** From now on all is well; some of the dead stay so. */
    void end() {
        over = true;
        simulator.note(() -> "faults are over");
        cluster.weather().clearUp();
        boolean oneLives = false;
        for (var node : cluster.nodes()) {
            boolean comesBack = !oneLives || simulator.chance(0.7);
            if (node.isDraining() || (!comesBack && simulator.chance(0.1))) {
                node.crash();
            }
            if (comesBack) {
                node.restart();
            }
            node.clearUp();
            oneLives |= node.isAlive();
        }
    }
}
