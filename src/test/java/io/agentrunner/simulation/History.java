package io.agentrunner.simulation;

import io.agentrunner.run.Arrow;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one cluster in some virtual minutes: first faults and commands, then none any
 * more, until every run has ended. The seed decides all of it.
 */
final class History {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long A_SECOND = 1_000_000;
    private static final long LONGEST = 400 * A_SECOND;

    private final Simulator simulator;
    private final Cluster cluster;
    private final Clients clients;
    private final Faults faults;
    private final ArrowsTaken arrows = new ArrowsTaken();
    private long steps;

    /**
     * What came of it.
     *
     * @param violation what should not have happened; null when all is well
     * @param fingerprint the same for the same history
     * @param arrows what its runs and steps have been through
     */
    record Result(
            long seed,
            @Nullable String violation,
            long fingerprint,
            int runs,
            long commits,
            long steps,
            long micros,
            Set<Arrow> arrows) {}

    private History(
            long seed, Sabotage sabotage, Function<RandomGenerator, RandomWorkflows> workflows) {
        simulator = new Simulator(seed, START);
        cluster = new Cluster(simulator, sabotage, workflows);
        cluster.database().witness(arrows);
        clients = new Clients(cluster);
        faults = new Faults(cluster);
    }

    static Result of(long seed) {
        return of(seed, Sabotage.NONE);
    }

    static Result of(long seed, Sabotage sabotage) {
        return new History(seed, sabotage, RandomWorkflows::new).played(seed);
    }

    /** One with workflows that were read from blueprints. */
    static Result ofBlueprints(long seed) {
        return new History(seed, Sabotage.NONE, BlueprintWorkflows::new).played(seed);
    }

    /** The same, told. */
    static Result told(long seed, Sabotage sabotage, Consumer<String> diary) {
        var history = new History(seed, sabotage, RandomWorkflows::new);
        history.simulator.keepDiary(diary);
        return history.played(seed);
    }

    private Result played(long seed) {
        try {
            play();
        } catch (RuntimeException | AssertionError mistake) {
            simulator.violated("thrown: " + mistake);
        } finally {
            cluster.nodes().forEach(SimulatedNode::crash);
        }
        return result(seed);
    }

    private Result result(long seed) {
        return new Result(
                seed,
                simulator.violation(),
                cluster.invariants().fingerprint(),
                cluster.database().runs().size(),
                cluster.invariants().commits(),
                steps,
                simulator.micros(),
                arrows.all());
    }

    private void play() {
        long calm = 4 * A_SECOND + simulator.lapse(0, 20 * A_SECOND);
        int mostRuns = 1 + simulator.random().nextInt(7);
        faults.plan(calm);
        go(simulator.lapse(0, A_SECOND / 2), () -> clients.act(mostRuns), calm);
        faults.end();
        while (simulator.violation() == null && !isOver() && simulator.micros() < LONGEST) {
            clients.answerEverything();
            run(simulator.micros() + simulator.lapse(A_SECOND / 5, 2 * A_SECOND));
            clients.checkAnswers();
        }
        if (!isOver()) {
            simulator.violated("stuck: " + stuck());
        }
    }

    private void go(long pause, Runnable action, long end) {
        long next = simulator.micros() + pause;
        while (next < end && simulator.violation() == null) {
            run(next);
            action.run();
            next += simulator.lapse(A_SECOND / 20, A_SECOND);
        }
        run(end);
    }

    private void run(long end) {
        while (simulator.violation() == null && simulator.step(end)) {
            steps++;
        }
    }

    /** Every run has ended, nobody has any, and nobody waits for an answer. */
    private boolean isOver() {
        return cluster.database().runs().stream().allMatch(it -> it.run().state().isTerminal())
                && cluster.nodes().stream().filter(SimulatedNode::isAlive).allMatch(this::isIdle)
                && !clients.isWaiting();
    }

    private boolean isIdle(SimulatedNode node) {
        var load = node.engine().load();
        return load.activeRuns() == 0 && load.runningAttempts() == 0;
    }

    private String stuck() {
        var text = new StringBuilder();
        cluster.database().runs().stream()
                .filter(it -> !it.run().state().isTerminal())
                .forEach(it -> text.append(describe(it)));
        cluster.nodes()
                .forEach(
                        it ->
                                text.append(
                                        "\n  %s serving=%s %s"
                                                .formatted(
                                                        it.name(),
                                                        it.isServing(),
                                                        it.engine().load())));
        return text.toString();
    }

    private static String describe(StoredRun it) {
        var run = it.run();
        return "\n  run %s %s/%s %s %s wake=%s owner=%s row=%s steps=%s"
                .formatted(
                        run.id(),
                        run.state(),
                        run.reason(),
                        run.message(),
                        run.isPaused() ? "paused" : "",
                        it.wakeAt(),
                        it.owner(),
                        it.state(),
                        run.steps().active());
    }
}
