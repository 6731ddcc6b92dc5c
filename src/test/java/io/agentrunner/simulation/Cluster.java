package io.agentrunner.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Some nodes on one database, in the weather they get. */
final class Cluster {

    private static final long MOST_SKEW = 200_000;

    private final Simulator simulator;
    private final Sabotage sabotage;
    private final Weather weather;
    private final SimulatedDatabase database;
    private final Invariants invariants;
    private final RandomWorkflows workflows;
    private final List<SimulatedNode> nodes = new ArrayList<>();

    Cluster(
            Simulator simulator,
            Sabotage sabotage,
            Function<RandomGenerator, RandomWorkflows> workflows) {
        this.simulator = simulator;
        this.sabotage = sabotage;
        this.weather = new Weather(simulator);
        this.database = new SimulatedDatabase(simulator, sabotage);
        this.invariants = new Invariants(database);
        this.workflows = workflows.apply(simulator.random());
        int size = 2 + (int) simulator.lapse(0, 4);
        for (int i = 0; i < size; i++) {
            nodes.add(
                    new SimulatedNode(
                            this,
                            new UUID(1, i + 1),
                            "node-" + i,
                            1 + simulator.random().nextInt(6),
                            simulator.chance(0.5) ? 0 : simulator.lapse(0, MOST_SKEW)));
        }
    }

    Simulator simulator() {
        return simulator;
    }

    Sabotage sabotage() {
        return sabotage;
    }

    Weather weather() {
        return weather;
    }

    SimulatedDatabase database() {
        return database;
    }

    Invariants invariants() {
        return invariants;
    }

    RandomWorkflows workflows() {
        return workflows;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    List<SimulatedNode> serving() {
        return nodes.stream().filter(SimulatedNode::isServing).toList();
    }

    <T> T any(List<T> choices) {
        return choices.get(simulator.random().nextInt(choices.size()));
    }
}
