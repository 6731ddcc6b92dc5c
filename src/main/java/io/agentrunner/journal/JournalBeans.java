package io.agentrunner.journal;

import io.agentrunner.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The journal of this server, on the database that was opened before it. */
@ApplicationScoped
public class JournalBeans {

    private static final int CONNECTIONS = 4;
    private static final long LOOK_FOR_OTHERS_MILLIS = 40;

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
    JournalConnections connections(Vertx vertx, DatabaseSettings database) {
        var options = database.reactive();
        return new JournalConnections(
                JournalPool.open(vertx, options, CONNECTIONS),
                ReadPools.forEvents(vertx, options, CONNECTIONS),
                ReadPools.forLists(vertx, options, CONNECTIONS));
    }

    /** This node; it has its lease from here on. */
    @Produces
    @Singleton
    PostgresNodes nodes(
            JournalConnections connections,
            @ConfigProperty(name = "agent-runner.data") String data,
            @ConfigProperty(name = "agent-runner.node") String name) {
        var nodes = new PostgresNodes(connections.work(), NodeId.in(Path.of(data)), name);
        await(nodes.join());
        return nodes;
    }

    @Produces
    @Singleton
    PostgresJournal journal(
            Vertx vertx,
            DatabaseSettings database,
            EventReader events,
            PostgresNodes nodes,
            Gathering gathering) {
        return await(
                PostgresJournal.open(vertx, database.reactive(), events, nodes::lease, gathering));
    }

    @Produces
    @Singleton
    RunQueue queue(JournalConnections connections, PostgresNodes nodes) {
        return new PostgresRunQueue(connections.work(), nodes::lease);
    }

    @Produces
    @Singleton
    Partitions partitions(JournalConnections connections) {
        return new Partitions(connections.work());
    }

    @Produces
    @Singleton
    RunDeletion deletion(JournalConnections connections) {
        return new RunDeletion(connections.work());
    }

    @Produces
    @Singleton
    OldRuns oldRuns(JournalConnections connections) {
        return new OldRuns(connections.work());
    }

    @Produces
    @Singleton
    OldCommits oldCommits(JournalConnections connections) {
        return new OldCommits(connections.work());
    }

    @Produces
    @Singleton
    IdempotencyKeys keys(JournalConnections connections) {
        return new IdempotencyKeys(connections.work());
    }

    @Produces
    @Singleton
    EventReader events(JournalConnections connections) {
        return new EventReader(connections.events());
    }

    @Produces
    @Singleton
    RunList list(JournalConnections connections) {
        return new RunList(connections.lists());
    }

    @Produces
    @Singleton
    RecentRuns recent(JournalConnections connections) {
        return new RecentRuns(connections.events());
    }

    @Produces
    @Singleton
    RunsThatAsk asking(JournalConnections connections) {
        return new RunsThatAsk(connections.events());
    }

    @Produces
    @Singleton
    Feed feed(JournalConnections connections, PostgresNodes nodes, PostgresJournal journal) {
        var own = Set.copyOf(PostgresJournal.lanesOf(nodes.self()));
        var feed = new Feed(connections.events(), own, Feed.Limits.USUAL, LOOK_FOR_OTHERS_MILLIS);
        journal.onCommit(feed::committed);
        return feed;
    }

    /** Nothing works without these, so that start-up waits for them. */
    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
