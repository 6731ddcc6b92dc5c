package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** Several lanes, strangers with open transactions, subscribers that come and go. */
class FeedStormTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LANES = 4;
    private static final int COMMITS = 80;
    private static final int RUNS = 12;

    /** Before the first run has ended there are still the two last events of every run. */
    private static final int LEAST_LEFT = 2 * RUNS - 1;

    private static final String STRANGER = "CREATE TABLE IF NOT EXISTS strangers (id int)";

    /** A run that several lanes append to, one after the other. */
    private static final class Shared {
        private final RunId id = Histories.newRun();
        private final ReentrantLock lock = new ReentrantLock();
        private long seq;

        Append append(int events) {
            if (seq == 0) {
                seq = 1;
                return new Append(id, 1, List.of(Histories.created()));
            }
            seq += events;
            return new Append(id, seq - events + 1, Histories.middle(events));
        }

        Append end() {
            return new Append(id, seq + 1, Histories.end());
        }
    }

    @RepeatedTest(3)
    void what_each_subscriber_saw_is_the_journal() throws Exception {
        var database = TestDatabase.fresh();
        var vertx = Vertx.vertx();
        var runs = IntStream.range(0, RUNS).mapToObj(_ -> new Shared()).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var open = stranger(database);
                var feed = feed(vertx, database, Set.of(new UUID(0, 0)));
                var elsewhere = feed(vertx, database, Set.of(new UUID(0, 1)))) {
            var start = FeedPosition.parse(start(feed).toString());
            begin(database, runs);
            List<Callable<List<Entry>>> readers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                var random = new Random(i);
                readers.add(() -> readAll(List.of(feed, elsewhere), start, random));
            }
            for (var run : runs) {
                readers.add(() -> readOne(List.of(feed, elsewhere), run.id));
            }
            var reading = readers.stream().map(threads::submit).toList();
            var writing =
                    IntStream.range(0, LANES)
                            .mapToObj(
                                    lane -> threads.submit(() -> write(database, lane, runs, feed)))
                            .toList();
            for (var writer : writing) {
                writer.get();
            }
            end(database, runs);
            var reader = new EventReader(ReadPools.forEvents(vertx, database.reactive(), 2));
            for (int i = 0; i < readers.size(); i++) {
                assertIsTheJournal(reading.get(i), runs, reader, i);
            }
            assertThat(open.isClosed()).isFalse();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void assertIsTheJournal(
            Future<List<Entry>> reading, List<Shared> runs, EventReader reader, int index)
            throws Exception {
        var seen = reading.get();
        Map<RunId, List<Entry>> byRun = new HashMap<>();
        seen.forEach(e -> byRun.computeIfAbsent(e.run(), _ -> new ArrayList<>()).add(e));
        for (var run : index < 6 ? runs : List.of(runs.get(index - 6))) {
            var told = reader.read(run.id, 0, Integer.MAX_VALUE).toCompletableFuture().get();
            var mine = byRun.getOrDefault(run.id, List.of());
            byRun.remove(run.id);
            assertThat(mine.stream().map(Entry::seq).toList())
                    .as("reader %d", index)
                    .isEqualTo(told.stream().map(Entry::seq).toList());
            assertThat(mine.equals(told)).isTrue();
        }
        assertThat(byRun).isEmpty();
    }

    private static Feed feed(Vertx vertx, DatabaseSettings database, Set<UUID> own) {
        var pool = ReadPools.forEvents(vertx, database.reactive(), 4);
        return new Feed(pool, own, Feed.Limits.USUAL, 20);
    }

    private static FeedPosition start(Feed feed) {
        return feed.followAll(null)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1))
                .awaitItems(1, PATIENCE)
                .getItems()
                .getFirst()
                .position();
    }

    /** Its transaction has an id and stays open all the time. */
    private static java.sql.Connection stranger(DatabaseSettings database) throws SQLException {
        var connection =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password());
        try (var statement = connection.createStatement()) {
            statement.execute(STRANGER);
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO strangers VALUES (1)");
        }
        return connection;
    }

    private static Void write(DatabaseSettings database, int lane, List<Shared> runs, Feed feed)
            throws Exception {
        var random = new Random(lane);
        try (var writer = new LaneWriter(database, new UUID(0, lane));
                var stranger = stranger(database)) {
            for (int i = 0; i < COMMITS; i++) {
                var chosen = new TreeSet<Integer>();
                for (int k = random.nextInt(4); k >= 0; k--) {
                    chosen.add(random.nextInt(RUNS));
                }
                var held = chosen.stream().map(runs::get).toList();
                held.forEach(run -> run.lock.lock());
                try {
                    writer.commit(
                            held.stream().map(run -> run.append(1 + random.nextInt(3))).toList());
                } finally {
                    held.forEach(run -> run.lock.unlock());
                }
                if (lane == 0) {
                    feed.committed();
                }
                if (random.nextInt(10) == 0) {
                    stranger.rollback();
                }
            }
        }
        return null;
    }

    private static void begin(DatabaseSettings database, List<Shared> runs) throws SQLException {
        try (var writer = new LaneWriter(database, new UUID(0, LANES + 1))) {
            writer.commit(runs.stream().map(run -> run.append(1)).toList());
        }
    }

    private static void end(DatabaseSettings database, List<Shared> runs) throws SQLException {
        try (var writer = new LaneWriter(database, new UUID(0, LANES))) {
            for (var run : runs) {
                writer.commit(List.of(run.append(2)));
            }
            for (var run : runs) {
                writer.commit(List.of(run.end()));
            }
        }
    }

    /** Comes and goes, each time with the text of the last position it saw, on either node. */
    private static List<Entry> readAll(List<Feed> feeds, FeedPosition start, Random random) {
        var seen = new ArrayList<Entry>();
        var position = start;
        long ended = 0;
        while (ended < RUNS) {
            int wanted = ended == 0 ? 1 + random.nextInt(LEAST_LEFT) : 1;
            var subscriber =
                    feeds.get(random.nextInt(2))
                            .followAll(FeedPosition.parse(position.toString()))
                            .select()
                            .first(wanted)
                            .subscribe()
                            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
            subscriber.awaitCompletion(PATIENCE);
            for (var item : subscriber.getItems()) {
                var event = (FeedItem.Event) item;
                seen.add(event.entry());
                position = event.position();
                ended += event.entry().type().equals("run.canceled") ? 1 : 0;
            }
        }
        return seen;
    }

    private static List<Entry> readOne(List<Feed> feeds, RunId run) {
        var random = new Random(run.hashCode());
        var seen = new ArrayList<Entry>();
        while (seen.isEmpty() || !seen.getLast().type().equals("run.canceled")) {
            long after = seen.isEmpty() ? 0 : seen.getLast().seq();
            var subscriber =
                    feeds.get(random.nextInt(2))
                            .follow(run, after)
                            .select()
                            .first(1 + random.nextInt(20))
                            .subscribe()
                            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
            subscriber.awaitCompletion(PATIENCE);
            seen.addAll(subscriber.getItems());
        }
        return seen;
    }
}
