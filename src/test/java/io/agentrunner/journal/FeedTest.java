package io.agentrunner.journal;

import static io.agentrunner.journal.FeedScene.PATIENCE;
import static io.agentrunner.journal.FeedScene.all;
import static io.agentrunner.journal.FeedScene.begin;
import static io.agentrunner.journal.FeedScene.middle;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.run.RunEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {

    private final FeedScene scene = new FeedScene();
    private final Feed feed = scene.feed;
    private final LaneWriter writer = scene.writer;
    private final LaneWriter other = scene.other;

    @AfterEach
    void close() throws SQLException {
        scene.close();
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
