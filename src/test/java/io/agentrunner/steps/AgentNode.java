package io.agentrunner.steps;

import io.agentrunner.catalog.Blueprints;
import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.JavaCode;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Housekeeping;
import io.agentrunner.engine.MailboxEngine;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.engine.World;
import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.journal.PostgresJournal;
import io.agentrunner.journal.PostgresNodes;
import io.agentrunner.journal.PostgresRunQueue;
import io.agentrunner.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A JVM with an engine and one run, of one step: an agent that asks a model many times. */
final class AgentNode implements JavaSteps {

    static final int CALLS = 120;

    private static final String WORKFLOW =
            """
            name: agent
            timeline: [think]
            steps:
              think: {type: java, step: think, maxCrashes: 100}
            """;

    private static final UUID SELF = new UUID(1, 1);

    private final Path calls;

    private AgentNode(Path calls) {
        this.calls = calls;
    }

    /** What it learnt, and when it began by its own account. */
    record Thoughts(List<String> answers, Instant begun, double luck, UUID name) {}

    @NamedStep("think")
    Thoughts think(StepContext context) throws Exception {
        var begun = context.now();
        var luck = context.random();
        var name = context.uuid();
        var answers = new ArrayList<String>();
        for (int i = 0; i < CALLS; i++) {
            int number = i;
            answers.add(context.sideEffect("model", String.class, () -> ask(number)));
        }
        return new Thoughts(answers, begun, luck, name);
    }

    /** Leaves a line for each time it was asked. */
    private String ask(int number) throws IOException, InterruptedException {
        var line = "%d %s%n".formatted(number, Instant.now());
        Files.writeString(calls, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        TimeUnit.MILLISECONDS.sleep(10);
        return number + " " + UUID.randomUUID();
    }

    /** A real clock. */
    private record Clock(ScheduledExecutorService timers) implements World.Time {
        @Override
        public Instant now() {
            return Instant.now().truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public World.Timer after(Duration delay, Runnable action) {
            var timer = timers.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        }
    }

    private record OneWorkflow(Published published) implements Workflows {
        @Override
        public CompletionStage<Optional<Published>> current(String name) {
            return CompletableFuture.completedStage(Optional.of(published));
        }

        @Override
        public CompletionStage<Optional<Published>> version(String name, String version) {
            return CompletableFuture.completedStage(Optional.of(published));
        }
    }

    /** Starts it in a JVM of its own. */
    static Process start(DatabaseSettings database, Path calls) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentNode.class.getName(),
                        database.host(),
                        String.valueOf(database.port()),
                        database.database(),
                        database.user(),
                        database.password(),
                        calls.toString())
                .inheritIO()
                .start();
    }

    public static void main(String[] given) throws Exception {
        var database =
                new DatabaseSettings(
                        given[0], Integer.parseInt(given[1]), given[2], given[3], given[4]);
        var vertx = Vertx.vertx();
        var pool = JournalPool.open(vertx, database.reactive(), 4);
        var nodes = new PostgresNodes(pool, SELF, "agent");
        get(nodes.join());
        var journal =
                get(
                        PostgresJournal.open(
                                vertx, database.reactive(), new EventReader(pool), nodes::lease));
        var timers = Executors.newSingleThreadScheduledExecutor();
        var world =
                new World(
                        new Clock(timers),
                        Executors.newFixedThreadPool(2),
                        Executors.newVirtualThreadPerTaskExecutor(),
                        new Random());
        var templates = new CelTemplates();
        var secrets = Secrets.from(Map.of());
        var steps = new NamedSteps(List.of(new AgentNode(Path.of(given[5]))));
        var published = published(templates);
        var tools =
                new MailboxEngine.Tools(
                        journal,
                        new OneWorkflow(published),
                        templates,
                        secrets,
                        List.of(new JavaStep(templates, secrets, steps, new JavaCode(List.of()))));
        var engine = new MailboxEngine(new MailboxEngine.Identity("agent", 10), tools, world);
        var queue = new PostgresRunQueue(pool, nodes::lease);
        var housekeeping = new Housekeeping(engine, nodes, queue, world, "agent");
        get(housekeeping.recover());
        get(engine.start(theRun(published)));
        var _ = timers.scheduleWithFixedDelay(housekeeping::tick, 1, 1, TimeUnit.SECONDS);
    }

    private static Published published(CelTemplates templates) {
        var read =
                (Read)
                        new Blueprints(templates)
                                .read(WORKFLOW.getBytes(StandardCharsets.UTF_8), Format.YAML);
        return new Published(read.workflow(), "api", null, false);
    }

    /** In every life the same one. */
    private static StartRequest theRun(Published published) {
        var key = IdempotencyKey.of("start", "the run", new byte[0]);
        return new StartRequest(published, "{}", List.of(), "{}", 0, null, null, null, key);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
