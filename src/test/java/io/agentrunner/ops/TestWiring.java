package io.agentrunner.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentrunner.catalog.Blueprints;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Housekeeping;
import io.agentrunner.engine.MailboxEngine;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.World;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.Feed;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.journal.Nodes;
import io.agentrunner.journal.PostgresJournal;
import io.agentrunner.journal.PostgresNodes;
import io.agentrunner.journal.PostgresRunQueue;
import io.agentrunner.journal.ReadPools;
import io.agentrunner.journal.RunDeletion;
import io.agentrunner.journal.RunList;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.Migrations;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
class TestWiring {

    static final List<String> BLUEPRINTS =
            List.of(
                    """
                    name: greet
                    inputs:
                      type: object
                      required: [name]
                      properties: {name: {type: string}, times: {type: integer, minimum: 1}}
                    timeline: [hello, bye]
                    steps:
                      hello: {type: set, value: {text: "Hello ${inputs.name}"}}
                      bye: {type: set, value: {text: "Bye ${inputs.name}"}}
                    """,
                    """
                    name: nap
                    timeline: [rest]
                    steps:
                      rest: {type: sleep, for: PT1H}
                    """,
                    """
                    name: talk
                    timeline: [say]
                    steps:
                      say: {type: shell, run: "for i in 1 2 3; do echo line $i; done; while [ ! -e go ]; do sleep 0.05; done; echo done"}
                    """,
                    """
                    name: broken
                    timeline: [fail]
                    steps:
                      fail: {type: shell, run: "echo oops >&2; exit 3"}
                    """);

    private final World world = RealWorld.open();

    @Produces
    @Singleton
    CelTemplates cel() {
        return new CelTemplates();
    }

    @Produces
    @Singleton
    Secrets secrets() {
        return Secrets.from(Map.of());
    }

    @Produces
    @Singleton
    InputSchema schema() {
        return new InputSchema();
    }

    @Produces
    @Singleton
    Workflows workflows(CelTemplates cel) {
        var blueprints = new Blueprints(cel);
        var all = new ArrayList<Published>();
        for (var text : BLUEPRINTS) {
            var reading = blueprints.read(text.getBytes(UTF_8), Blueprints.Format.YAML);
            if (!(reading instanceof Blueprints.Reading.Read(var workflow))) {
                throw new IllegalStateException(reading.toString());
            }
            all.add(new Published(workflow, "file", null, false));
        }
        var old = all.getFirst().workflow();
        all.add(
                new Published(
                        new io.agentrunner.workflow.Workflow(
                                "old",
                                old.version(),
                                null,
                                null,
                                null,
                                null,
                                old.timeline(),
                                null,
                                old.definition()),
                        "api",
                        null,
                        true));
        return new Workflows() {
            @Override
            public CompletionStage<Optional<Published>> current(String name) {
                return CompletableFuture.completedStage(
                        all.stream().filter(it -> it.workflow().name().equals(name)).findFirst());
            }

            @Override
            public CompletionStage<Optional<Published>> version(String name, String version) {
                return CompletableFuture.completedStage(
                        all.stream()
                                .filter(
                                        it ->
                                                it.workflow().name().equals(name)
                                                        && it.workflow().version().equals(version))
                                .findFirst());
            }
        };
    }

    @Produces
    @Singleton
    DatabaseSettings database(
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        return DatabaseSettings.parse(url, user, password);
    }

    @Produces
    @Singleton
    Migrations migrations(DatabaseSettings database) {
        return new Migrations(database);
    }

    @Produces
    @Singleton
    PostgresNodes nodes(Vertx vertx, DatabaseSettings database) {
        var nodes =
                new PostgresNodes(
                        JournalPool.open(vertx, database.reactive(), 4), UUID.randomUUID(), "test");
        nodes.join().toCompletableFuture().join();
        return nodes;
    }

    @Produces
    @Singleton
    PostgresJournal journal(Vertx vertx, DatabaseSettings database, PostgresNodes nodes) {
        var pool = JournalPool.open(vertx, database.reactive(), 4);
        return PostgresJournal.open(vertx, database.reactive(), pool, nodes::lease)
                .toCompletableFuture()
                .join();
    }

    @Produces
    @Singleton
    Feed feed(
            Vertx vertx, DatabaseSettings database, PostgresNodes nodes, PostgresJournal journal) {
        var feed =
                new Feed(
                        ReadPools.forEvents(vertx, database.reactive(), 4),
                        Set.of(nodes.self()),
                        Feed.Limits.USUAL,
                        30);
        journal.onCommit(feed::committed);
        return feed;
    }

    @Produces
    @Singleton
    EventReader reader(Vertx vertx, DatabaseSettings database) {
        return new EventReader(ReadPools.forEvents(vertx, database.reactive(), 4));
    }

    @Produces
    @Singleton
    RunList list(Vertx vertx, DatabaseSettings database) {
        return new RunList(ReadPools.forLists(vertx, database.reactive(), 4));
    }

    @Produces
    @Singleton
    RunDeletion deletion(Vertx vertx, DatabaseSettings database) {
        return new RunDeletion(JournalPool.open(vertx, database.reactive(), 4));
    }

    @Produces
    @Singleton
    MailboxEngine engine(
            Journal journal,
            Workflows workflows,
            CelTemplates templates,
            Secrets secrets,
            @All List<StepExecutor> executors) {
        return new MailboxEngine(
                new MailboxEngine.Identity("test", 100),
                new MailboxEngine.Tools(journal, workflows, templates, secrets, executors),
                world);
    }

    void start(
            @Observes StartupEvent started,
            MailboxEngine engine,
            Nodes nodes,
            PostgresNodes own,
            DatabaseSettings database,
            Vertx vertx,
            ServerPhase phase) {
        var queue =
                new PostgresRunQueue(JournalPool.open(vertx, database.reactive(), 4), own::lease);
        var housekeeping = new Housekeeping(engine, nodes, queue, world, "test");
        housekeeping.recover().toCompletableFuture().join();
        tick(housekeeping);
        phase.serve();
    }

    private void tick(Housekeeping housekeeping) {
        housekeeping.tick();
        var _ = world.time().after(Duration.ofMillis(200), () -> tick(housekeeping));
    }
}
