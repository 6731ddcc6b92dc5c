package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.end;
import static io.agentrunner.journal.Scenes.newId;
import static io.agentrunner.journal.Scenes.step;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.journal.Appended.Unwritable;
import io.agentrunner.journal.Appended.Won;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresJournalTest {

    private final DatabaseSettings database = TestDatabase.fresh();
    private final TestNode node = new TestNode(database);

    @AfterEach
    void nothing_is_left_over() {
        Audit.of(node).check();
        node.close();
    }

    @Test
    void a_run_that_was_appended_is_loaded_as_it_was() {
        var tagged = Scenes.tagged(List.of("eu", "a \"b\\c\"", "{}", "NULL", ""), "{\"x\": 1.10}");
        var first = begin(newId(), null, tagged, new RunStarted("n", tagged.at()));
        node.won(first);

        assertThat(get(node.journal.load(first.after().id()))).contains(first.after());
        assertThat(node.values("SELECT unnest(tags) FROM runs"))
                .containsExactlyElementsOf(tagged.tags());
    }

    @Test
    void an_unknown_run_is_not_loaded() {
        assertThat(get(node.journal.load(newId()))).isEqualTo(Optional.empty());
    }

    @Test
    void a_creation_a_boundary_and_an_end_go_together() {
        var one = node.won(begin());
        var two = node.won(begin());

        var answers = node.appendAll(List.of(begin(), end(one), step(two)));

        assertThat(answers).containsOnly(new Won());
        assertThat(state(one)).isEqualTo("COMPLETED");
        assertThat(state(two)).isEqualTo("RUNNING");
    }

    @Test
    void what_arrives_while_a_commit_is_in_flight_forms_the_next() {
        var creations = new ArrayList<Transition>();
        for (int i = 0; i < 500; i++) {
            creations.add(begin());
        }

        assertThat(node.appendAll(creations)).containsOnly(new Won());
        assertThat((Long) node.value("SELECT count(*) FROM commits")).isLessThan(100);
    }

    @Test
    void what_the_database_could_not_show_again_fails_alone() {
        var run = node.won(begin());
        var answers =
                node.appendAll(
                        List.of(
                                begin(),
                                step(run, "\"\\u0000\""),
                                begin(newId(), null, Scenes.tagged(List.of("\ud800"), "{}")),
                                begin(newId(), null, Scenes.tagged(List.of(), "\"\\udc00\"")),
                                begin(newId(), null, Scenes.tagged(List.of(), "\"\\\\u0000\""))));

        assertThat(answers)
                .hasExactlyElementsOfTypes(
                        Won.class, Unwritable.class, Unwritable.class, Unwritable.class, Won.class);
        assertThat((Long) node.value("SELECT count(*) FROM events WHERE data IS NOT NULL"))
                .isPositive();
        node.won(step(run));
    }

    @Test
    void what_the_tables_refuse_fails_alone() {
        node.sql("ALTER TABLE runs ADD CONSTRAINT no_eu CHECK (NOT 'eu' = ANY (tags))");
        var batch = new ArrayList<Transition>();
        for (int i = 0; i < 40; i++) {
            var tags = i % 10 == 3 ? List.of("eu") : List.<String>of();
            batch.add(begin(newId(), null, Scenes.tagged(tags, "{}")));
        }

        var answers = node.appendAll(batch);

        assertThat(answers).filteredOn(Unwritable.class::isInstance).hasSize(4);
        assertThat(answers).filteredOn(Won.class::isInstance).hasSize(36);
    }

    @Test
    void a_large_transition_takes_the_second_lane() {
        var run = node.won(begin());
        run = node.won(step(run, "\"" + "x".repeat(100_000) + "\""));
        run = node.won(end(run));

        assertThat(get(node.journal.load(run.id()))).contains(run);
        assertThat(node.value("SELECT count(DISTINCT lane) FROM commits")).isEqualTo(2L);
    }

    @Test
    void a_run_in_a_strangers_hands_waits_and_the_others_go_on() {
        var locked = node.won(begin());
        var stranger = get(node.pool.getConnection().toCompletionStage());
        var transaction = get(stranger.begin().toCompletionStage());
        get(
                stranger.query("SELECT FROM runs WHERE id = '%s' FOR UPDATE".formatted(locked.id()))
                        .execute()
                        .toCompletionStage());

        var held = node.send(end(locked));
        assertThat(node.appendAll(List.of(begin(), begin()))).containsOnly(new Won());
        assertThat(held).isNotDone();

        get(transaction.commit().toCompletionStage());
        assertThat(get(held)).isEqualTo(new Won());
        get(stranger.close().toCompletionStage());
    }

    @Test
    void a_number_that_somebody_else_used_is_passed_over() {
        node.won(begin());
        node.sql(
                """
                INSERT INTO commits (lane, n, at, run_ids, seqs)
                SELECT lane, n + 1, now(), '{}', '{}' FROM commits""");

        node.won(begin());
        node.won(begin());
    }

    @Test
    void closing_finishes_what_is_in_flight_and_takes_nothing_more() {
        var sent = new ArrayList<CompletableFuture<Appended>>();
        for (int i = 0; i < 100; i++) {
            sent.add(node.send(begin()));
        }
        get(node.journal.close());

        assertThat(sent).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(new Won()));
        assertThatThrownBy(() -> node.append(begin())).isInstanceOf(JournalUnavailable.class);
        assertThat(node.journal.isAvailable()).isFalse();
    }

    @Test
    void listeners_hear_of_each_commit() {
        var heard = new AtomicInteger();
        node.journal.onCommit(heard::incrementAndGet);

        node.won(begin());
        node.won(begin());

        assertThat(heard).hasValueGreaterThanOrEqualTo(1);
    }

    private Object state(Run run) {
        return node.value("SELECT state FROM runs WHERE id = '%s'".formatted(run.id()));
    }
}
