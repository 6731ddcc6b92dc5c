package io.agentrunner.engine;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.journal.PostgresJournal;
import io.agentrunner.journal.PostgresNodes;
import io.agentrunner.journal.PostgresRunQueue;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunState;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One node as a test sees it: joined, connected, and waited for. */
final class Node implements AutoCloseable {

    private static final String HISTORY =
            """
            SELECT string_agg((e.value ->> 'type') || coalesce(
                       ' ' || (e.value -> 'data' ->> 'path') || '#' || (e.value -> 'data' ->> 'attempt'), ''),
                       ', ' ORDER BY e.ordinality) AS transition
              FROM journal j, jsonb_array_elements(j.events::jsonb) WITH ORDINALITY e
             WHERE j.run_id = $1
             GROUP BY j.seq
             ORDER BY j.seq""";

    private static final ExecutorService MAILBOXES =
            Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());

    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();

    private final Vertx vertx = Vertx.vertx();
    private final PostgresJournal journal;
    final Pool pool;
    final PostgresNodes nodes;
    final HeldJournal held;
    final LossyQueue queue;
    final MailboxEngine engine;
    final Housekeeping housekeeping;
    private boolean closed;

    Node(Scene scene, UUID id, String name, int places) {
        pool = JournalPool.open(vertx, scene.database().reactive(), 4);
        nodes = new PostgresNodes(pool, id, name);
        Scene.get(nodes.join());
        journal =
                Scene.get(
                        PostgresJournal.open(
                                vertx,
                                scene.database().reactive(),
                                new EventReader(pool),
                                nodes::lease));
        held = new HeldJournal(journal);
        var world = new World(scene.clock(), MAILBOXES, BLOCKING, new Random());
        var tools =
                new MailboxEngine.Tools(
                        held,
                        scene.sketches(),
                        new CelTemplates(),
                        scene.secrets(),
                        scene.kinds(),
                        scene.largeResults());
        engine = new MailboxEngine(new MailboxEngine.Identity(name, places), tools, world);
        queue = new LossyQueue(new PostgresRunQueue(pool, nodes::lease));
        housekeeping = new Housekeeping(engine, nodes, queue, world, name);
    }

    Node recovered() {
        Scene.get(housekeeping.recover());
        return this;
    }

    Run start(Published workflow) {
        return start(request(workflow));
    }

    Run start(StartRequest request) {
        return ((Started.Created) Scene.get(engine.start(request))).run();
    }

    static StartRequest request(Published workflow) {
        return request(workflow, 0, null);
    }

    static StartRequest request(Published workflow, int priority, @Nullable Instant startAt) {
        return new StartRequest(
                workflow, "{}", List.of(), "{}", priority, null, startAt, null, null);
    }

    Told tell(Run run, Fact fact) {
        return Scene.get(engine.tell(run.id(), fact)).orElseThrow();
    }

    Told cancel(Run run) {
        return Scene.get(engine.tell(run.id(), new Cancel("enough"))).orElseThrow();
    }

    /** Tells the engine to look at the clock, and waits until it has. */
    void tick() {
        housekeeping.tick();
        until(() -> !housekeeping.isTicking());
    }

    /** As the engine has it. */
    Run now(Run run) {
        return Scene.get(engine.find(run.id())).orElseThrow();
    }

    /** The run, as soon as the engine has it in that state. */
    Run await(Run run, RunState state) {
        until(() -> now(run).state() == state);
        return now(run);
    }

    boolean isHere(Run run) {
        return engine.roster().find(run.id()).isPresent();
    }

    /** Each transition of the run on a line: what happened, and to which attempt. */
    List<String> history(Run run) {
        return Scene.get(
                        pool.preparedQuery(HISTORY)
                                .execute(Tuple.of(run.id().value()))
                                .toCompletionStage())
                .stream()
                .map(row -> row.getString("transition"))
                .toList();
    }

    /** The history, as soon as it ends with that transition. */
    List<String> historyTo(Run run, String last) {
        until(() -> history(run).getLast().equals(last));
        return history(run);
    }

    /** All that is stored of the run, as text. */
    String stored(Run run) {
        return Scene.get(
                        pool.preparedQuery(
                                        "SELECT string_agg(events, '') AS it FROM journal WHERE run_id = $1")
                                .execute(Tuple.of(run.id().value()))
                                .toCompletionStage())
                .iterator()
                .next()
                .getString("it");
    }

    Row row(Run run) {
        return Scene.get(
                        pool.preparedQuery("SELECT * FROM runs WHERE id = $1")
                                .execute(Tuple.of(run.id().value()))
                                .toCompletionStage())
                .iterator()
                .next();
    }

    Optional<UUID> owner(Run run) {
        return Optional.ofNullable(row(run).getUUID("owner"));
    }

    /** How often this node has said that it lives. */
    long beats() {
        return Scene.get(
                        pool.preparedQuery("SELECT beat FROM nodes WHERE id = $1")
                                .execute(Tuple.of(nodes.self()))
                                .toCompletionStage())
                .iterator()
                .next()
                .getLong("beat");
    }

    void sql(String sql) {
        Scene.get(pool.query(sql).execute().toCompletionStage());
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(condition);
    }

    /** Ends without goodbye, as a process does that is killed. */
    void crash() {
        if (!closed) {
            closed = true;
            var ended = new CompletableFuture<Void>();
            journal.close()
                    .whenComplete((_, _) -> vertx.close().onComplete(_ -> ended.complete(null)));
            ended.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() {
        crash();
    }
}
