package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.now;
import static io.agentrunner.journal.Scenes.queue;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRunQueueTest {

    private final DatabaseSettings database = TestDatabase.fresh();
    private final TestNode node = new TestNode(database);

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void queued_runs_are_claimed_by_priority_then_by_age() {
        var old = node.won(queue(0, null));
        var young = node.won(queue(0, null));
        var urgent = node.won(queue(5, null));

        assertThat(get(node.queue.claimQueued(2))).containsExactly(urgent.id(), old.id());
        assertThat(get(node.queue.claimQueued(2))).containsExactly(young.id());
        assertThat(get(node.queue.claimQueued(2))).isEmpty();
        assertThat(get(node.queue.owned()))
                .containsExactlyInAnyOrder(old.id(), young.id(), urgent.id());
    }

    @Test
    void a_run_with_a_time_to_start_is_claimed_then() {
        node.won(queue(9, now().plusSeconds(60)));
        var ripe = node.won(queue(5, now().minusSeconds(60)));
        var ready = node.won(queue(1, null));

        assertThat(get(node.queue.claimQueued(10))).containsExactly(ripe.id(), ready.id());
    }

    @Test
    void the_next_start_is_known_in_time() {
        var soon = Duration.ofSeconds(60);
        node.won(queue(0, now().minusSeconds(60)));
        node.won(queue(0, now().plusSeconds(600)));
        assertThat(get(node.queue.untilNextStart(soon))).isEmpty();

        node.won(queue(0, now().plusSeconds(50)));
        node.won(queue(0, now().plusSeconds(40)));
        assertThat(get(node.queue.untilNextStart(soon)))
                .hasValueSatisfying(
                        it ->
                                assertThat(it)
                                        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(41)));
    }

    @Test
    void nodes_that_ask_at_once_get_different_runs() {
        var all = new HashSet<RunId>();
        for (int i = 0; i < 100; i++) {
            all.add(node.won(queue(0, null)).id());
        }
        try (var other = new TestNode(database)) {
            var claimed = new ArrayList<RunId>();
            while (claimed.size() < 100) {
                var one = node.queue.claimQueued(7);
                var two = other.queue.claimQueued(7);
                claimed.addAll(get(one));
                claimed.addAll(get(two));
            }
            assertThat(claimed).doesNotHaveDuplicates().hasSameElementsAs(all);
        }
    }

    @Test
    void waiting_runs_are_claimed_when_they_are_due_soon() {
        var later = waiting(Duration.ofSeconds(3));
        var soon = waiting(Duration.ofMillis(-5));
        waiting(Duration.ofMinutes(5));
        node.won(Scenes.await(node.won(Scenes.begin()), null));

        assertThat(get(node.queue.claimDue(Duration.ofSeconds(5), 10)))
                .containsExactly(soon.id(), later.id());
        assertThat(get(node.queue.claimDue(Duration.ofSeconds(5), 10))).isEmpty();
    }

    @Test
    void a_claimed_run_can_be_given_back_and_a_running_one_not() {
        var queued = node.won(queue(0, null));
        var running = node.won(Scenes.begin());
        get(node.queue.claimQueued(1));

        get(node.queue.release(queued.id()));
        get(node.queue.release(running.id()));

        assertThat(get(node.queue.owned())).containsExactly(running.id());
        assertThat(get(node.queue.claimQueued(1))).containsExactly(queued.id());
    }

    @Test
    void a_run_that_waits_or_ended_is_nobodys() {
        var waiting = waiting(Duration.ofHours(1));
        node.won(Scenes.end(node.won(Scenes.begin())));

        assertThat(get(node.queue.owned())).isEmpty();
        node.won(Scenes.resume(waiting));
        assertThat(get(node.queue.owned())).containsExactly(waiting.id());
    }

    @Test
    void a_fenced_node_gets_nothing() {
        node.won(queue(0, null));
        waiting(Duration.ZERO);
        node.sql("UPDATE nodes SET epoch = epoch + 1");

        assertThat(get(node.queue.claimQueued(1))).isEmpty();
        assertThat(get(node.queue.claimDue(Duration.ofSeconds(5), 1))).isEmpty();
    }

    /** Plans made for tables without rows are those that huge ones get, too. */
    @Test
    void no_statement_of_the_hot_path_scans_a_table() {
        for (var statement :
                List.of(
                        Statements.ONWARD,
                        Statements.ALL_OR_NOTHING,
                        Statements.SEPARATING,
                        PostgresRunQueue.CLAIM_QUEUED,
                        PostgresRunQueue.CLAIM_DUE,
                        PostgresRunQueue.OWNED,
                        PostgresRunQueue.OWNED_AMONG,
                        OldRuns.LOOK,
                        OldCommits.REMOVE)) {
            assertThat(Plans.of(node.pool, statement)).doesNotContain("Seq Scan");
        }
        assertThat(Plans.of(node.pool, Statements.ALL_OR_NOTHING)).contains("using runs_pkey");
        assertThat(Plans.of(node.pool, PostgresRunQueue.CLAIM_QUEUED))
                .contains("runs_queued", "runs_to_start_later");
        assertThat(Plans.of(node.pool, PostgresRunQueue.CLAIM_DUE)).contains("using runs_due");
        assertThat(Plans.of(node.pool, PostgresRunQueue.OWNED)).contains("using runs_of_a_node");
        assertThat(Plans.of(node.pool, OldRuns.LOOK))
                .contains("using runs_pkey", "idempotency_of_a_run");
    }

    /** However many weeks there are, a batch opens those that its runs are of. */
    @Test
    void a_commit_looks_into_no_partition_that_its_runs_are_not_in() {
        for (var statement : List.of(Statements.ONWARD, Statements.ALL_OR_NOTHING)) {
            assertThat(Plans.of(node.pool, statement)).contains("Subplans Removed: 10");
        }
    }

    private Run waiting(Duration forThat) {
        return node.won(Scenes.await(node.won(Scenes.begin()), now().plus(forThat)));
    }
}
