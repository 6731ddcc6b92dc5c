package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.newId;
import static io.agentrunner.journal.Scenes.step;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agentrunner.journal.Appended.Fenced;
import io.agentrunner.journal.Appended.Lost;
import io.agentrunner.journal.Appended.Won;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Run;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However the connection ends, what was asked for happens once, and is said to. */
class ConnectionLossTest {

    private static final String SLOW_COMMITS =
            """
            CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON commits DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION nap()""";

    private static final String SLEEPING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";

    private static final String VOID = "SELECT count(*) FROM commits WHERE run_ids = '{}'";

    private static final String KILL =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'agent-runner journal' AND datname = current_database()""";

    private final DatabaseSettings database = TestDatabase.fresh();
    private final Wire wire = new Wire(database);
    private final TestNode node = new TestNode(database, wire.settings(), UUID.randomUUID());
    private final Run run = node.won(begin());

    @AfterEach
    void everything_happened_once() {
        Audit.of(node).check();
        node.close();
        wire.close();
    }

    @Test
    void cut_before_the_commit_is_sent() {
        wire.breakBeforeRequest(0);

        assertThat(node.append(step(run))).isEqualTo(new Won());
        assertThat(node.value(VOID)).isEqualTo(1L);
    }

    @Test
    void cut_after_the_commit_before_its_answer() {
        wire.breakBeforeAnswer(0);

        assertThat(node.append(step(run))).isEqualTo(new Won());
        assertThat(node.value(VOID)).isEqualTo(0L);
    }

    @Test
    void cut_while_the_commit_is_being_made() {
        node.sql(SLOW_COMMITS);

        var sent = node.send(step(run));
        await().until(() -> node.value(SLEEPING).equals(1L));
        wire.breakNow();

        assertThat(get(sent)).isEqualTo(new Won());
        assertThat(node.value(VOID)).isEqualTo(0L);
    }

    @Test
    void the_servers_process_is_ended_while_it_commits() {
        node.sql(SLOW_COMMITS);

        var sent = node.send(step(run));
        await().until(() -> node.value(SLEEPING).equals(1L));
        node.sql(KILL);

        assertThat(get(sent)).isEqualTo(new Won());
        assertThat(node.value(VOID)).isEqualTo(1L);
    }

    @Test
    void what_was_decided_under_an_earlier_lease_is_not_written_when_the_database_is_back() {
        wire.takeDown();
        await().until(() -> !node.journal.isAvailable());
        var sent = node.send(step(run));

        get(node.nodes.join());
        wire.repair();

        assertThat(get(sent)).isEqualTo(new Fenced());
        node.won(step(run));
    }

    @Test
    void a_start_whose_answer_was_lost_is_not_taken_for_a_repetition() {
        wire.breakBeforeAnswer(0);
        var key = IdempotencyKey.of("POST /runs", "k", new byte[0]);

        assertThat(node.append(begin(newId(), key))).isEqualTo(new Won());
    }

    @Test
    void winners_and_losers_are_told_apart_after_a_lost_answer_too() {
        node.won(step(run));
        node.sql(SLOW_COMMITS);
        var occupied = node.send(begin());
        await().until(() -> node.value(SLEEPING).equals(1L));

        // The answers to the commit that sleeps and to the whole batch pass, the separated one's
        // not.
        wire.breakBeforeAnswer(2);
        var loser = node.send(step(run));
        var winner = node.send(begin());

        assertThat(get(occupied)).isEqualTo(new Won());
        assertThat(get(loser)).isEqualTo(new Lost());
        assertThat(get(winner)).isEqualTo(new Won());
    }

    /** The successor's commit has the same number, the same run and the same seq. */
    @Test
    void what_its_successor_committed_is_not_taken_for_ones_own() {
        wire.letNobodyIn();
        wire.breakBeforeRequest(0);
        var sent = node.send(step(run));
        await().until(() -> !node.journal.isAvailable());

        try (var successor = new TestNode(database, node.nodes.self())) {
            successor.won(step(run));
            wire.repair();

            assertThat(get(sent)).isEqualTo(new Fenced());
        }
    }

    @Test
    void while_the_database_is_away_starts_fail_and_the_rest_is_held() {
        wire.takeDown();
        await().until(() -> !node.journal.isAvailable());

        var held = node.send(step(run));
        assertThatThrownBy(() -> node.append(begin())).isInstanceOf(JournalUnavailable.class);
        assertThat(held).isNotDone();

        wire.repair();
        assertThat(get(held)).isEqualTo(new Won());
        await().until(node.journal::isAvailable);
        node.won(begin());
    }

    @Test
    void what_is_held_survives_many_cuts() {
        var random = new Random();
        var sent = new ArrayList<CompletableFuture<Appended>>();
        for (int i = 0; i < 12; i++) {
            var started = node.won(retried());
            wire.breakBeforeRequest(random.nextInt(3));
            sent.add(node.send(step(started)));
            wire.breakBeforeAnswer(random.nextInt(3));
        }
        assertThat(sent.stream().map(TestNode::get)).containsOnly(new Won());
    }

    /** A start that found the database there. */
    private Transition retried() {
        var id = newId();
        await().until(node.journal::isAvailable);
        return begin(id, null);
    }
}
