package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class FeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final UUID OWN = new UUID(0, 1);
    private static final UUID FOREIGN = new UUID(0, 2);

    private static Vertx vertx;
    private DatabaseSettings database;
    private Feed feed;
    private LaneWriter writer;
    private LaneWriter other;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh();
        feed = feed(Feed.Limits.USUAL);
        writer = new LaneWriter(database, OWN);
        other = new LaneWriter(database, FOREIGN);
    }

    @AfterEach
    void close() throws SQLException {
        feed.close();
        writer.close();
        other.close();
    }

    private Feed feed(Feed.Limits limits) {
        var pool = ReadPools.forEvents(vertx, database.reactive(), 4);
        return new Feed(pool, Set.of(OWN), limits, 25);
    }

    private static Append begin(RunId run) {
        return new Append(run, 1, List.of(Histories.created()));
    }

    private static Append middle(RunId run, long seq, int events) {
        return new Append(run, seq, Histories.middle(events));
    }

    private static Append end(RunId run, long seq) {
        return new Append(run, seq, Histories.end());
    }

    private static <T> AssertSubscriber<T> all(Multi<T> stream) {
        return stream.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static List<Long> seqs(AssertSubscriber<Entry> seen) {
        return seen.getItems().stream().map(Entry::seq).toList();
    }

    @Nested
    class One_run {
        private final RunId run = Histories.newRun();

        @Test
        void is_told_from_its_first_event_to_its_last() throws SQLException {
            writer.commit(List.of(begin(run)));
            var seen = all(feed.follow(run, 0));
            seen.awaitItems(1, PATIENCE);
            writer.commit(List.of(middle(run, 2, 3)));
            seen.awaitItems(4, PATIENCE);
            other.commit(List.of(end(run, 5)));
            seen.awaitCompletion(PATIENCE);
            assertThat(seqs(seen)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(seen.getItems().getFirst())
                    .isEqualTo(
                            new Entry(
                                    run,
                                    1,
                                    "run.created",
                                    Histories.NOW,
                                    "{\"workflow\":\"order\",\"version\":\"v1\",\"inputs\":{\"total\":"
                                            + " 1.10},\"tags\":[],\"metadata\":{},\"priority\":0}"));
        }

        @Test
        void goes_on_in_the_middle_of_a_transition() throws SQLException {
            writer.commit(List.of(begin(run), middle(run, 2, 4)));
            var seen = all(feed.follow(run, 3));
            writer.commit(List.of(end(run, 6)));
            seen.awaitCompletion(PATIENCE);
            assertThat(seqs(seen)).containsExactly(4L, 5L, 6L, 7L);
        }

        @Test
        void that_ended_is_told_and_done() throws SQLException {
            writer.commit(List.of(begin(run)));
            writer.commit(List.of(end(run, 2)));
            assertThat(seqs(all(feed.follow(run, 0)).awaitCompletion(PATIENCE)))
                    .containsExactly(1L, 2L, 3L);
            assertThat(seqs(all(feed.follow(run, 3)).awaitCompletion(PATIENCE))).isEmpty();
            assertThat(seqs(all(feed.follow(run, Long.MAX_VALUE)).awaitCompletion(PATIENCE)))
                    .isEmpty();
        }

        @Test
        void that_does_not_exist_has_nothing_to_tell() {
            assertThat(seqs(all(feed.follow(run, 0)).awaitCompletion(PATIENCE))).isEmpty();
        }

        @Test
        void is_told_at_the_pace_of_who_listens() throws SQLException {
            writer.commit(List.of(begin(run)));
            for (int i = 0; i < 30; i++) {
                writer.commit(List.of(middle(run, 2 + i * 100L, 100)));
            }
            var seen = feed.follow(run, 0).subscribe().withSubscriber(AssertSubscriber.create(1));
            seen.awaitItems(1, PATIENCE);
            writer.commit(List.of(end(run, 3002)));
            seen.request(Long.MAX_VALUE);
            seen.awaitCompletion(PATIENCE);
            assertThat(seqs(seen)).hasSize(3003).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void is_told_to_many_at_once() throws SQLException {
            writer.commit(List.of(begin(run)));
            var stream = feed.follow(run, 0);
            var seen = Stream.generate(() -> all(stream)).limit(200).toList();
            for (int seq = 2; seq < 100; seq += 2) {
                writer.commit(List.of(middle(run, seq, 2)));
                feed.committed();
            }
            writer.commit(List.of(end(run, 100)));
            seen.forEach(subscriber -> subscriber.awaitCompletion(PATIENCE));
            assertThat(seen).allSatisfy(each -> assertThat(seqs(each)).hasSize(101).isSorted());
        }

        @Test
        void lets_go_of_who_does_not_read() throws SQLException {
            feed.close();
            feed = feed(new Feed.Limits(10, 1 << 20));
            writer.commit(List.of(begin(run)));
            var seen = feed.follow(run, 0).subscribe().withSubscriber(AssertSubscriber.create(1));
            var healthy = all(feed.follow(run, 0));
            seen.awaitItems(1, PATIENCE);
            healthy.awaitItems(1, PATIENCE);
            for (int i = 0; i < 12; i++) {
                writer.commit(List.of(middle(run, 2 + i, 1)));
            }
            seen.awaitFailure(PATIENCE).assertFailedWith(SlowReader.class);
            healthy.awaitItems(13, PATIENCE);
        }
    }

    @Nested
    class All_runs {
        private final RunId run = Histories.newRun();
        private final RunId second = Histories.newRun();

        @Test
        void are_told_from_now_on() throws SQLException {
            writer.commit(List.of(begin(run)));
            var seen = all(feed.followAll(null));
            seen.awaitItems(1, PATIENCE);
            writer.commit(List.of(middle(run, 2, 2), begin(second)));
            seen.awaitItems(4, PATIENCE);
            assertThat(seen.getItems().getFirst()).isInstanceOf(FeedItem.Start.class);
            assertThat(events(seen))
                    .extracting(Entry::run, Entry::seq)
                    .containsExactly(tuple(run, 2), tuple(run, 3), tuple(second, 1));
            assertThat(seen.getItems().getLast())
                    .isInstanceOfSatisfying(
                            FeedItem.Event.class,
                            last -> assertThat(last.workflow()).isEqualTo("order"));
        }

        @Test
        void go_on_exactly_after_any_event() throws SQLException {
            var start = all(feed.followAll(null)).awaitItems(1, PATIENCE).getItems().getFirst();
            writer.commit(List.of(begin(run), middle(run, 2, 3), begin(second)));
            other.commit(List.of(middle(second, 2, 2)));
            other.commit(List.of());
            writer.commit(List.of(middle(run, 5, 2)));
            var whole = all(feed.followAll(start.position())).awaitItems(9, PATIENCE).getItems();
            for (int i = 0; i < whole.size() - 1; i++) {
                var text = whole.get(i).position().toString();
                var rest =
                        all(feed.followAll(FeedPosition.parse(text)))
                                .awaitItems(whole.size() - 1 - i, PATIENCE)
                                .getItems();
                assertThat(rest).as("after %d", i).isEqualTo(whole.subList(i + 1, whole.size()));
            }
        }

        @Test
        void tell_a_run_in_its_order_although_its_lanes_differ() throws SQLException {
            var start = all(feed.followAll(null)).awaitItems(1, PATIENCE).getItems().getFirst();
            writer.commit(List.of(begin(run)));
            long seq = 2;
            for (int i = 0; i < 200; i++) {
                (i % 3 == 0 ? other : writer).commit(List.of(middle(run, seq++, 1)));
            }
            var seen = all(feed.followAll(start.position())).awaitItems(201, PATIENCE);
            assertThat(events(seen)).extracting(Entry::seq).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void wait_for_a_commit_that_others_overtook() throws SQLException {
            var seen = all(feed.followAll(null));
            seen.awaitItems(1, PATIENCE);
            writer.write(List.of(begin(run)));
            other.commit(List.of(begin(second)));
            seen.awaitItems(2, PATIENCE);
            writer.commit();
            seen.awaitItems(3, PATIENCE);
            assertThat(events(seen)).extracting(Entry::run).containsExactly(second, run);
        }

        @Test
        void say_that_there_is_a_gap() throws SQLException {
            writer.commit(List.of(begin(run)));
            var start = all(feed.followAll(null)).awaitItems(1, PATIENCE).getItems().getFirst();
            for (int seq = 2; seq < 6; seq++) {
                writer.commit(List.of(middle(run, seq, 1)));
            }
            other.execute("DELETE FROM commits WHERE n <= 3");
            other.commit();
            assertGoesOnAfterGap(start.position());
            assertGoesOnAfterGap(new FeedPosition(new UUID(7, 7), start.position().heads(), null));
            assertGoesOnAfterGap(
                    new FeedPosition(
                            start.position().incarnation(), Heads.NONE.with(OWN, 99), null));
        }

        private void assertGoesOnAfterGap(FeedPosition from) throws SQLException {
            var seen = all(feed.followAll(from)).awaitItems(1, PATIENCE);
            assertThat(seen.getItems()).hasOnlyElementsOfType(FeedItem.Gap.class);
            var later = Histories.newRun();
            writer.commit(List.of(begin(later)));
            seen.awaitItems(2, PATIENCE);
            assertThat(events(seen)).extracting(Entry::run).containsExactly(later);
        }

        private List<Entry> events(AssertSubscriber<FeedItem> seen) {
            return seen.getItems().stream()
                    .filter(FeedItem.Event.class::isInstance)
                    .map(item -> ((FeedItem.Event) item).entry())
                    .toList();
        }

        private org.assertj.core.groups.Tuple tuple(RunId id, long seq) {
            return org.assertj.core.api.Assertions.tuple(id, seq);
        }
    }

    @Test
    void commits_of_other_nodes_are_made_known() throws Exception {
        BlockingQueue<ForeignCommit> known = new LinkedBlockingQueue<>();
        var run = Histories.newRun();
        var second = Histories.newRun();
        feed.onForeign(known::add).toCompletableFuture().join();
        writer.commit(List.of(begin(run)));
        other.commit(List.of(begin(second), middle(run, 2, 2)));
        assertThat(next(known)).isEqualTo(new ForeignCommit(second, 1));
        assertThat(next(known)).isEqualTo(new ForeignCommit(run, 2));
        assertThat(known).isEmpty();
    }

    private static @Nullable ForeignCommit next(BlockingQueue<ForeignCommit> known)
            throws InterruptedException {
        return known.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_closed_feed_ends_its_streams_as_if_they_were_cut() throws SQLException {
        var run = Histories.newRun();
        List<RunEvent> created = List.of(Histories.created());
        writer.commit(List.of(new Append(run, 1, created)));
        var one = all(feed.follow(run, 0)).awaitItems(1, PATIENCE);
        var every = all(feed.followAll(null)).awaitItems(1, PATIENCE);
        feed.close();
        one.awaitFailure(PATIENCE).assertFailedWith(JournalUnavailable.class);
        every.awaitFailure(PATIENCE).assertFailedWith(JournalUnavailable.class);
    }
}
