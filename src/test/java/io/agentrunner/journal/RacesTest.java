package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.end;
import static io.agentrunner.journal.Scenes.newId;
import static io.agentrunner.journal.Scenes.step;
import static io.agentrunner.journal.Scenes.steps;
import static io.agentrunner.journal.Scenes.then;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Fenced;
import io.agentrunner.journal.Appended.KeyTaken;
import io.agentrunner.journal.Appended.Lost;
import io.agentrunner.journal.Appended.Won;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of those that want the same, one wins, and the others learn what they lost to. */
class RacesTest {

    private final DatabaseSettings database = TestDatabase.fresh();
    private final TestNode node = new TestNode(database);

    @AfterEach
    void nothing_is_left_over() {
        Audit.of(node).check();
        node.close();
    }

    @Test
    void a_loser_among_others_is_named_and_the_others_win() {
        var run = node.won(begin());
        node.won(step(run));

        var answers = node.appendAll(List.of(begin(), step(run), begin()));

        assertThat(answers).containsExactly(new Won(), new Lost(), new Won());
    }

    @Test
    void a_run_is_created_once() {
        var id = newId();
        node.won(begin(id, null));

        assertThat(node.append(begin(id, null))).isEqualTo(new Lost());
    }

    @Test
    void a_stale_writer_loses_whatever_the_length_of_its_transition() {
        var run = node.won(begin());
        node.won(steps(run, 2));

        assertThat(node.append(steps(run, 1))).isEqualTo(new Lost());
        assertThat(node.append(steps(run, 2))).isEqualTo(new Lost());
        assertThat(node.append(steps(run, 3))).isEqualTo(new Lost());
    }

    /** Its key is free, since nothing begins where it does: what ends before it tells. */
    @Test
    void a_transition_decided_on_one_that_lost_is_not_written() {
        var run = node.won(begin());
        node.won(steps(run, 2));
        var lost = step(run).after();

        assertThat(node.append(step(lost))).isEqualTo(new Lost());
        assertThat(node.appendAll(List.of(begin(), step(lost))))
                .containsExactly(new Won(), new Lost());
    }

    @Test
    void a_transition_that_leaves_a_gap_is_not_written() {
        var run = node.won(begin());
        var ahead = step(run).after();

        assertThat(node.append(step(ahead))).isEqualTo(new Lost());
    }

    @Test
    void a_run_that_was_deleted_takes_nothing_more() {
        var run = node.won(begin());
        var ended = node.won(end(run));
        node.sql("DELETE FROM journal WHERE run_id = '%s'".formatted(run.id()));
        node.sql("DELETE FROM runs WHERE id = '%s'".formatted(run.id()));

        assertThat(node.append(step(run))).isEqualTo(new Lost());
        var cancel = new RunCancelRequested(null, Scenes.now());
        assertThat(node.append(then(run, cancel))).isEqualTo(new Lost());
        assertThat(ended.state().isTerminal()).isTrue();
    }

    @Test
    void a_key_that_was_used_names_the_run_it_made() {
        var key = IdempotencyKey.of("POST /runs", "k", bytes("{}"));
        var other = IdempotencyKey.of("POST /runs", "k", bytes("{\"a\": 1}"));
        var run = newId();
        node.won(begin(run, key));

        assertThat(node.append(begin(newId(), key))).isEqualTo(new KeyTaken(run, true));
        assertThat(node.append(begin(newId(), other))).isEqualTo(new KeyTaken(run, false));
        assertThat(node.value("SELECT count(*) FROM idempotency")).isEqualTo(1L);
    }

    @Test
    void a_key_used_twice_at_once_makes_one_run() {
        try (var other = new TestNode(database)) {
            for (int i = 0; i < 20; i++) {
                var key = IdempotencyKey.of("POST /runs", "k" + i, bytes("{}"));
                var answers =
                        List.of(
                                node.send(begin(newId(), key)),
                                node.send(begin(newId(), key)),
                                other.send(begin(newId(), key)));
                assertThat(answers.stream().map(TestNode::get).filter(Won.class::isInstance))
                        .hasSize(1);
            }
        }
        assertThat(node.value("SELECT count(*) FROM runs")).isEqualTo(20L);
    }

    @Test
    void a_node_whose_epoch_was_raised_writes_nothing_more() {
        var run = node.won(begin());
        try (var other = new TestNode(database)) {
            var seen =
                    get(other.nodes.all()).stream()
                            .filter(n -> n.id().equals(node.nodes.self()))
                            .findFirst()
                            .orElseThrow();
            assertThat(get(other.nodes.takeOver(seen))).contains(List.of(run.id()));

            assertThat(node.appendAll(List.of(step(run), begin()))).containsOnly(new Fenced());
            assertThat(get(other.queue.owned())).containsExactly(run.id());
            other.won(step(run));
        }
    }

    @Test
    void a_fenced_node_that_joins_again_writes_under_its_new_lease() {
        var run = node.won(begin());
        node.sql("UPDATE nodes SET epoch = epoch + 1");
        assertThat(node.append(step(run))).isEqualTo(new Fenced());

        get(node.nodes.join());

        node.won(step(run));
    }

    @Test
    void what_was_decided_under_an_earlier_lease_and_set_aside_is_not_written() {
        var run = node.won(begin());
        var stranger = get(node.pool.getConnection().toCompletionStage());
        var transaction = get(stranger.begin().toCompletionStage());
        get(
                stranger.query("SELECT FROM runs WHERE id = '%s' FOR UPDATE".formatted(run.id()))
                        .execute()
                        .toCompletionStage());
        var sent = node.send(end(run));
        node.won(begin());

        get(node.nodes.join());
        get(transaction.commit().toCompletionStage());

        assertThat(get(sent)).isEqualTo(new Fenced());
        node.won(step(run));
        get(stranger.close().toCompletionStage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
