package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class EventReaderTest {

    private final Vertx vertx = Vertx.vertx();
    private final RunId run = Histories.newRun();
    private LaneWriter writer;
    private EventReader reader;

    @BeforeEach
    void open() throws SQLException {
        var database = TestDatabase.fresh();
        writer = new LaneWriter(database, new UUID(0, 1));
        reader = new EventReader(ReadPools.forEvents(vertx, database.reactive(), 2));
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        join(vertx.close().toCompletionStage());
    }

    @Test
    void events_are_read_from_the_middle_of_a_transition_to_the_middle_of_another()
            throws SQLException {
        writer.commit(List.of(begin(), middle(2, 3), middle(5, 3)));
        assertThat(join(reader.read(run, 2, 4)))
                .extracting(Entry::seq)
                .containsExactly(3L, 4L, 5L, 6L);
        assertThat(join(reader.read(run, 7, 4))).isEmpty();
        assertThat(join(reader.read(run, -1, 1))).extracting(Entry::seq).containsExactly(1L);
        assertThat(join(reader.read(Histories.newRun(), 0, 10))).isEmpty();
    }

    @Test
    void what_does_not_fit_into_one_piece_is_read_in_several() throws SQLException {
        writer.commit(List.of(begin()));
        for (int i = 0; i < 450; i++) {
            writer.commit(List.of(middle(2 + i * 2, 2)));
        }
        var all = join(reader.read(run, 0, 10_000));
        assertThat(all).hasSize(901);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).seq()).isEqualTo(i + 1);
        }
    }

    @Test
    void a_run_is_the_fold_of_its_rows_however_large() throws SQLException {
        var text = "\"" + "0123456789".repeat(60_000) + "\"";
        var events = new ArrayList<RunEvent>();
        events.add(Histories.created());
        events.add(new RunStarted("node", Histories.NOW));
        for (int i = 1; i <= 7; i++) {
            var step = new StepKey("step", i);
            events.add(new StepStarted(step, "set", 1, "node", Histories.NOW));
            events.add(new StepCompleted(step, 1, text, Histories.NOW));
        }
        events.add(new RunCompleted("1.10", Histories.NOW));
        for (int i = 0; i < events.size(); i++) {
            writer.commit(List.of(new Append(run, i + 1, List.of(events.get(i)))));
        }
        assertThat(join(reader.load(run))).contains(Run.fold(run, events));
        assertThat(join(reader.load(Histories.newRun()))).isEmpty();
    }

    private Append begin() {
        return new Append(run, 1, List.of(Histories.created()));
    }

    private Append middle(long seq, int events) {
        return new Append(run, seq, Histories.middle(events));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
