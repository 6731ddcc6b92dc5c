package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FeedOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CUT =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?";

    private final DatabaseSettings database = TestDatabase.fresh();

    @Test
    void streams_stay_open_while_the_database_is_away() throws Exception {
        var run = Histories.newRun();
        var vertx = Vertx.vertx();
        var pool = ReadPools.forEvents(vertx, database.reactive(), 4);
        try (var feed = new Feed(pool, Set.of(), Feed.Limits.USUAL, 25)) {

            write(1, List.of(new Append(run, 1, List.of(Histories.created()))));
            var follow = feed.follow(run, 0);
            var before = follow.subscribe().withSubscriber(AssertSubscriber.create(999));
            var all = feed.followAll(null).subscribe().withSubscriber(AssertSubscriber.create(999));
            before.awaitItems(1, PATIENCE);
            all.awaitItems(1, PATIENCE);

            allowConnections(false);
            assertIsAway(new EventReader(pool), run);
            var during = follow.subscribe().withSubscriber(AssertSubscriber.create(999));
            var allDuring =
                    feed.followAll(all.getItems().getFirst().position())
                            .subscribe()
                            .withSubscriber(AssertSubscriber.create(999));
            allowConnections(true);
            write(2, List.of(new Append(run, 2, Histories.end())));

            before.awaitCompletion(PATIENCE);
            during.awaitCompletion(PATIENCE);
            all.awaitItems(3, PATIENCE);
            allDuring.awaitItems(2, PATIENCE);
            assertThat(before.getItems()).extracting(Entry::seq).containsExactly(1L, 2L, 3L);
            assertThat(during.getItems()).isEqualTo(before.getItems());
            assertThat(allDuring.getItems()).isEqualTo(all.getItems().subList(1, 3));

        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void assertIsAway(EventReader reader, io.agentrunner.run.RunId run)
            throws InterruptedException {
        try {
            reader.load(run).toCompletableFuture().get();
            throw new AssertionError("the database is not away");
        } catch (ExecutionException expected) {
            assertThat(expected.getCause()).isInstanceOf(JournalUnavailable.class);
        }
    }

    private void write(long lane, List<Append> appends) throws SQLException {
        try (var writer = new LaneWriter(database, new UUID(0, lane))) {
            writer.commit(appends);
        }
    }

    private void allowConnections(boolean allowed) throws SQLException {
        var elsewhere = database.withDatabase("postgres");
        try (var connection =
                        DriverManager.getConnection(
                                elsewhere.jdbcUrl(), elsewhere.user(), elsewhere.password());
                var alter = connection.createStatement();
                var cut = connection.prepareStatement(CUT)) {
            alter.execute(
                    "ALTER DATABASE %s ALLOW_CONNECTIONS %s"
                            .formatted(database.database(), allowed));
            cut.setString(1, database.database());
            cut.execute();
        }
    }
}
