package io.agentrunner.journal;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A feed on a fresh database, and two lanes that others write: this node's, and one that isn't. */
final class FeedScene implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final UUID OWN = new UUID(0, 1);
    private static final UUID FOREIGN = new UUID(0, 2);

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseSettings database = TestDatabase.fresh();
    final Feed feed;
    final LaneWriter writer;
    final LaneWriter other;

    FeedScene() {
        this(Feed.Limits.USUAL);
    }

    FeedScene(Feed.Limits limits) {
        var pool = ReadPools.forEvents(vertx, database.reactive(), 4);
        feed = new Feed(pool, Set.of(OWN), limits, 25);
        writer = lane(OWN);
        other = lane(FOREIGN);
    }

    private LaneWriter lane(UUID id) {
        try {
            return new LaneWriter(database, id);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Append begin(RunId run) {
        return new Append(run, 1, List.of(Histories.created()));
    }

    static Append middle(RunId run, long seq, int events) {
        return new Append(run, seq, Histories.middle(events));
    }

    static Append end(RunId run, long seq) {
        return new Append(run, seq, Histories.end());
    }

    static <T> AssertSubscriber<T> all(Multi<T> stream) {
        return stream.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    static List<Long> seqs(AssertSubscriber<Entry> seen) {
        return seen.getItems().stream().map(Entry::seq).toList();
    }

    @Override
    public void close() throws SQLException {
        feed.close();
        writer.close();
        other.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
