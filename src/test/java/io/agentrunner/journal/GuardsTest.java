package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.end;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody with every right on the database, who means no good. */
class GuardsTest {

    private static final String REFUSED = "(?s).*\\((23001|23514|23502)\\).*";

    private final TestNode node = new TestNode(TestDatabase.fresh());
    private final Run running = node.won(begin());
    private final Run ended = node.won(end(node.won(begin())));

    @BeforeEach
    void the_stranger_may_do_everything() {
        assertThat(node.value("SELECT usesuper FROM pg_user WHERE usename = current_user"))
                .isEqualTo(true);
    }

    /** Each in a partition of its own: of today, made later, and that of all others. */
    @BeforeEach
    void there_are_runs_in_all_kinds_of_partitions() {
        node.sql("SELECT make_journal_partition('2030-01-09Z')");
        node.won(begin(RunId.at(Instant.parse("2030-01-09T00:00:00Z"), 1, 1), null));
        node.won(begin(new RunId(UUID.fromString("00000000-0000-4000-8000-000000000000")), null));
        assertThat(node.value("SELECT count(DISTINCT tableoid) FROM journal")).isEqualTo(3L);
    }

    @AfterEach
    void nothing_was_changed() {
        Audit.of(node).check();
        assertThat(get(node.journal.load(running.id()))).contains(running);
        assertThat(get(node.journal.load(ended.id()))).contains(ended);
        node.close();
    }

    @Test
    void what_happened_is_not_changed() {
        for (var table : journals()) {
            refused("UPDATE %s SET events = '[]'".formatted(table));
            refused("UPDATE %s SET at = now()".formatted(table));
            refused("UPDATE %s SET last = last + 1".formatted(table));
        }
        refused("UPDATE commits SET run_ids = '{}', seqs = '{}'");
    }

    @Test
    void a_run_keeps_its_events_until_it_has_ended() {
        for (var table : journals()) {
            refused("DELETE FROM " + table);
        }
        refused("DELETE FROM journal WHERE run_id = '%s'".formatted(running.id()));
        refused("DELETE FROM runs WHERE id = '%s'".formatted(running.id()));
        refused("DELETE FROM runs WHERE id = '%s'".formatted(ended.id()));
    }

    @Test
    void one_that_has_not_ended_keeps_all_that_would_go_with_it() {
        var both = "('%s', '%s')".formatted(ended.id(), running.id());
        refused("DELETE FROM journal WHERE run_id IN " + both);
        refused("DELETE FROM runs WHERE id IN " + both);
    }

    @Test
    void a_partition_that_is_made_later_is_guarded_by_itself() {
        refused("DELETE FROM journal_2030w02");
    }

    @Test
    void nothing_is_truncated() {
        for (var leaf :
                node.values(
                        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'journal'::regclass")) {
            refused("TRUNCATE " + leaf);
            refused("TRUNCATE %s CASCADE".formatted(leaf));
        }
        refused("TRUNCATE journal");
        refused("TRUNCATE runs");
        refused("TRUNCATE commits");
        refused("TRUNCATE nodes, commits");
    }

    @Test
    void a_run_never_goes_back() {
        refused("UPDATE runs SET seq = seq - 1 WHERE id = '%s'".formatted(running.id()));
        refused(
                "UPDATE runs SET state = 'QUEUED', owner = NULL WHERE id = '%s'"
                        .formatted(running.id()));
        refused("UPDATE runs SET id = gen_random_uuid() WHERE id = '%s'".formatted(running.id()));
        refused("UPDATE runs SET created_at = now() WHERE id = '%s'".formatted(running.id()));
    }

    @Test
    void a_run_that_ended_changes_no_more() {
        for (var change :
                List.of(
                        "state = 'RUNNING', ended_at = NULL, owner = gen_random_uuid()",
                        "state = 'FAILED', reason = 'STEP_FAILED'",
                        "ended_at = now()",
                        "seq = seq + 1",
                        "tags = '{x}'",
                        "message = 'x'",
                        "priority = 7")) {
            refused("UPDATE runs SET %s WHERE id = '%s'".formatted(change, ended.id()));
        }
    }

    @Test
    void a_run_is_never_half_ended_half_waiting_or_half_running() {
        for (var change :
                List.of(
                        "state = 'COMPLETED'",
                        "ended_at = now()",
                        "state = 'COMPLETED', ended_at = now()",
                        "state = 'FAILED', ended_at = now(), owner = NULL",
                        "state = 'CANCELED', ended_at = now(), owner = NULL",
                        "state = 'WAITING'",
                        "state = 'DONE'",
                        "owner = NULL",
                        "started_at = NULL",
                        "seq = 0")) {
            refused("UPDATE runs SET %s WHERE id = '%s'".formatted(change, running.id()));
        }
    }

    @Test
    void a_row_without_events_is_refused() {
        refused("INSERT INTO journal VALUES ('%s', 9, 8, now(), '[]')".formatted(running.id()));
        refused("INSERT INTO journal VALUES (gen_random_uuid(), 0, 1, now(), '[]')");
    }

    @Test
    void an_old_partition_can_be_detached_and_dropped() {
        node.sql("SELECT make_journal_partition('2020-01-01Z')");
        node.sql("ALTER TABLE journal DETACH PARTITION journal_2020w01");
        node.sql("DROP TABLE journal_2020w01");
    }

    private void refused(String sql) {
        assertThatThrownBy(() -> node.sql(sql)).as(sql).hasMessageMatching(REFUSED);
    }

    /** The whole, and each part that holds a run. */
    private List<String> journals() {
        var tables = new ArrayList<>(List.of("journal"));
        node.values("SELECT DISTINCT tableoid::regclass::text FROM journal")
                .forEach(leaf -> tables.add(leaf.toString()));
        return tables;
    }
}
