package io.agentrunner.engine;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a test has at hand: a database, a clock, kinds of steps, and nodes that share them. */
final class Scene implements AutoCloseable {

    private final DatabaseSettings database;
    private final HandClock clock;
    private final Sketches sketches = new Sketches();
    private final List<StepExecutor> kinds = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private Secrets secrets = Secrets.from(Map.of());
    private LargeResults largeResults = LargeResults.NONE;

    /** Attempts that end when the test says so. */
    final Scripted steps = new Scripted("scripted", 10_000);

    Scene() {
        this(HandClock.atPresent());
    }

    Scene(HandClock clock) {
        this(TestDatabase.fresh(), clock);
    }

    Scene(DatabaseSettings database, HandClock clock) {
        this.database = database;
        this.clock = clock;
        kinds.add(steps);
        kinds.add(new Quick());
    }

    /** Steps that are done at once, without a thread of their own. */
    private static final class Quick implements StepExecutor {
        @Override
        public String type() {
            return "quick";
        }

        @Override
        public boolean blocks() {
            return false;
        }

        @Override
        public Outcome execute(StepTask task) {
            return Outcome.completed("\"done\"");
        }
    }

    DatabaseSettings database() {
        return database;
    }

    HandClock clock() {
        return clock;
    }

    Sketches sketches() {
        return sketches;
    }

    Secrets secrets() {
        return secrets;
    }

    List<StepExecutor> kinds() {
        return List.copyOf(kinds);
    }

    /** One more kind of steps, for nodes that are opened later. */
    Scene with(StepExecutor kind) {
        kinds.add(kind);
        return this;
    }

    LargeResults largeResults() {
        return largeResults;
    }

    /** A place for large results, for nodes that are opened later. */
    Scene with(LargeResults place) {
        largeResults = place;
        return this;
    }

    Scene withSecret(String name, String value) {
        secrets = Secrets.from(Map.of("AGENT_RUNNER_SECRET_" + name, value));
        return this;
    }

    Node node() {
        return node("node-" + nodes.size(), 100);
    }

    Node node(String name, int places) {
        return node(UUID.randomUUID(), name, places);
    }

    Node node(UUID id, String name, int places) {
        return joined(id, name, places).recovered();
    }

    /** A node that has its lease and has not looked at what its former self left behind. */
    Node joined(UUID id, String name, int places) {
        var node = new Node(this, id, name, places);
        nodes.add(node);
        return node;
    }

    /** Whatever was on its way through that node's mailboxes and its journal has arrived. */
    void settle(Node node) {
        node.await(node.start(sketches.of(Sketches.step("a", "quick"))), RunState.COMPLETED);
    }

    /** Every node so far ends without goodbye. */
    void crashAll() {
        nodes.forEach(Node::crash);
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException never) {
            throw new AssertionError("no answer", never);
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
