package io.agentrunner.journal;

import static io.agentrunner.journal.FeedScene.PATIENCE;
import static io.agentrunner.journal.FeedScene.all;
import static io.agentrunner.journal.FeedScene.begin;
import static io.agentrunner.journal.FeedScene.end;
import static io.agentrunner.journal.FeedScene.middle;
import static io.agentrunner.journal.FeedScene.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunId;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedOfOneRunTest {

    private final FeedScene scene = new FeedScene();
    private final Feed feed = scene.feed;
    private final LaneWriter writer = scene.writer;
    private final LaneWriter other = scene.other;

    @AfterEach
    void close() throws SQLException {
        scene.close();
    }

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
        assertThat(seqs(all(feed.follow(run, Long.MAX_VALUE)).awaitCompletion(PATIENCE))).isEmpty();
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
        try (var narrow = new FeedScene(new Feed.Limits(10, 1 << 20))) {
            narrow.writer.commit(List.of(begin(run)));
            var stream = narrow.feed.follow(run, 0);
            var seen = stream.subscribe().withSubscriber(AssertSubscriber.create(1));
            var healthy = all(stream);
            seen.awaitItems(1, PATIENCE);
            healthy.awaitItems(1, PATIENCE);
            for (int i = 0; i < 12; i++) {
                narrow.writer.commit(List.of(middle(run, 2 + i, 1)));
            }
            seen.awaitFailure(PATIENCE).assertFailedWith(SlowReader.class);
            healthy.awaitItems(13, PATIENCE);
        }
    }
}
