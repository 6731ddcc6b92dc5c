package io.agentrunner.journal;

import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ended long ago goes; what anything still needs, and all that is young, stays. */
class OldRunsTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Instant LONG_AGO = Scenes.now().minus(WEEK.multipliedBy(2));

    private final TestNode node = new TestNode(TestDatabase.fresh());
    private final OldRuns old = new OldRuns(node.pool);

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void a_run_that_ended_before_that_is_over() {
        var run = ended(begun(LONG_AGO), LONG_AGO);

        assertThat(over()).containsExactly(run.id());
    }

    @Test
    void one_that_began_then_and_ended_lately_is_not() {
        ended(begun(LONG_AGO), Scenes.now());

        assertThat(over()).isEmpty();
    }

    @Test
    void one_that_has_not_ended_is_not() {
        begun(LONG_AGO);

        assertThat(over()).isEmpty();
    }

    @Test
    void a_child_waits_for_its_parent() {
        var parent = begun(LONG_AGO);
        var child = ended(begun(LONG_AGO, parent.id(), null), LONG_AGO);
        assertThat(over()).isEmpty();

        ended(parent, LONG_AGO);
        assertThat(over()).containsExactly(parent.id());

        delete(parent);
        assertThat(over()).containsExactly(child.id());
    }

    @Test
    void a_parent_waits_for_a_child_that_has_not_ended() {
        var parent = ended(begun(LONG_AGO), LONG_AGO);
        var child = begun(LONG_AGO, parent.id(), null);
        assertThat(over()).isEmpty();

        ended(child, LONG_AGO);

        assertThat(over()).containsExactly(parent.id());
    }

    /** The third reads what the first has left, though it is made of the second. */
    @Test
    void a_run_waits_for_those_made_of_those_made_of_it() {
        var first = ended(begun(LONG_AGO), LONG_AGO);
        var second = ended(begun(LONG_AGO, null, first.id()), LONG_AGO);
        var third = begun(LONG_AGO, null, second.id());
        assertThat(over()).isEmpty();

        ended(third, LONG_AGO);

        assertThat(over()).containsExactly(third.id());
    }

    @Test
    void what_somebody_has_made_a_run_of_since_it_was_found_stays() {
        var origin = ended(begun(LONG_AGO), LONG_AGO);
        var other = ended(begun(LONG_AGO), LONG_AGO);
        var found = over();
        begun(LONG_AGO, null, origin.id());

        assertThat(get(old.stillOver(found, WEEK))).containsExactly(other.id());
    }

    @Test
    void a_run_waits_for_those_that_have_finished_steps_of_it() {
        var origin = ended(begun(LONG_AGO), LONG_AGO);
        var fork = begun(LONG_AGO, null, origin.id());
        assertThat(over()).isEmpty();

        ended(fork, LONG_AGO);
        assertThat(over()).containsExactly(fork.id());

        delete(fork);
        assertThat(over()).containsExactly(origin.id());
    }

    @Test
    void the_key_of_a_client_is_kept_for_a_day() {
        var run = ended(begun(LONG_AGO), LONG_AGO);
        node.sql(
                "INSERT INTO idempotency VALUES ('\\x01', '\\x02', '%s', now())"
                        .formatted(run.id()));
        assertThat(over()).isEmpty();

        node.sql("UPDATE idempotency SET at = at - interval '25 hours'");

        assertThat(over()).containsExactly(run.id());
    }

    @Test
    void however_many_sleep_among_them_all_are_found_piece_by_piece() {
        var expected = new ArrayList<RunId>();
        for (int i = 0; i < 3; i++) {
            expected.add(ended(begun(LONG_AGO.plus(Duration.ofHours(i))), LONG_AGO).id());
            asleep(LONG_AGO.plus(Duration.ofHours(i)).plusSeconds(1), OldRuns.ROWS);
        }

        assertThat(over()).containsExactlyElementsOf(expected);
    }

    @Test
    void those_that_ended_are_deleted_together_and_others_stay() {
        var gone = List.of(ended(begun(LONG_AGO), LONG_AGO), ended(begun(LONG_AGO), LONG_AGO));
        var running = begun(LONG_AGO);
        var wanted = new ArrayList<>(gone.stream().map(Run::id).toList());
        wanted.add(running.id());

        assertThat(get(new RunDeletion(node.pool).deleteEnded(wanted))).isEqualTo(2);

        assertThat(node.values("SELECT id FROM runs")).containsExactly(running.id().value());
        assertThat(node.values("SELECT DISTINCT run_id FROM journal"))
                .containsExactly(running.id().value());
    }

    private List<RunId> over() {
        var over = new ArrayList<RunId>();
        var piece = get(old.after(OldRuns.FIRST, WEEK));
        over.addAll(piece.over());
        while (!piece.isLast()) {
            piece = get(old.after(piece.last(), WEEK));
            over.addAll(piece.over());
        }
        return over;
    }

    private void delete(Run run) {
        assertThat(get(new RunDeletion(node.pool).deleteEnded(List.of(run.id())))).isEqualTo(1);
    }

    private Run begun(Instant at) {
        return begun(at, null, null);
    }

    private Run begun(Instant at, @Nullable RunId parent, @Nullable RunId origin) {
        var id = RunId.at(at, System.nanoTime(), System.nanoTime());
        var created =
                new RunCreated(
                        "order",
                        "v1",
                        "{}",
                        List.of(),
                        "{}",
                        0,
                        null,
                        parent == null ? null : new Parent(parent, StepKey.first("a"), 1),
                        origin,
                        null,
                        null,
                        null,
                        null,
                        at);
        return node.won(
                Scenes.begin(
                        id,
                        null,
                        created,
                        new RunStarted(Scenes.NODE, at),
                        new StepStarted(StepKey.first("step1"), "set", 1, Scenes.NODE, at)));
    }

    private Run ended(Run run, Instant at) {
        var step = StepKey.first("step1");
        return node.won(
                Scenes.then(run, new StepCompleted(step, 1, "42", at), new RunCompleted("42", at)));
    }

    private void asleep(Instant from, int runs) {
        node.sql(
                """
                INSERT INTO runs (id, workflow, version, state, reason, seq, created_at, updated_at)
                SELECT (substr(first_run_id('%1$s')::text, 1, 24) || lpad(to_hex(i), 12, '0'))::uuid,
                       'order', 'v1', 'WAITING', 'SLEEP', 1, '%1$s', '%1$s'
                  FROM generate_series(1, %2$d) AS i"""
                        .formatted(from, runs));
    }
}
