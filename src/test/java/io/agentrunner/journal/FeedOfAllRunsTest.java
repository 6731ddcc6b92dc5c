package io.agentrunner.journal;

import static io.agentrunner.journal.FeedScene.OWN;
import static io.agentrunner.journal.FeedScene.PATIENCE;
import static io.agentrunner.journal.FeedScene.all;
import static io.agentrunner.journal.FeedScene.begin;
import static io.agentrunner.journal.FeedScene.end;
import static io.agentrunner.journal.FeedScene.middle;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunId;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedOfAllRunsTest {

    private final FeedScene scene = new FeedScene();
    private final Feed feed = scene.feed;
    private final LaneWriter writer = scene.writer;
    private final LaneWriter other = scene.other;

    @AfterEach
    void close() throws SQLException {
        scene.close();
    }

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
    void are_told_as_far_as_they_are_wanted_and_where_to_go_on_after_the_others() throws Exception {
        var start = all(feed.followAll(null)).awaitItems(1, PATIENCE).getItems().getFirst();
        Feed.Wanted ends = (_, type) -> type.equals("run.canceled");
        var live = all(feed.followAll(start.position(), ends));
        writer.commit(List.of(begin(run)));
        live.awaitItems(1, PATIENCE);
        var passed = live.getItems().getFirst();
        assertThat(passed).isInstanceOf(FeedItem.Passed.class);
        writer.commit(List.of(end(run, 2)));
        live.awaitItems(2, PATIENCE);
        assertThat(events(live)).extracting(Entry::type).containsExactly("run.canceled");

        var again = all(feed.followAll(passed.position(), ends)).awaitItems(1, PATIENCE);
        assertThat(events(again)).isEqualTo(events(live));
        var everything = all(feed.followAll(passed.position())).awaitItems(2, PATIENCE);
        assertThat(events(everything))
                .extracting(Entry::type)
                .containsExactly("run.cancel_requested", "run.canceled");
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
                new FeedPosition(start.position().incarnation(), Heads.NONE.with(OWN, 99), null));
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
