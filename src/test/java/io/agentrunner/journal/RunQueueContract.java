package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.end;
import static io.agentrunner.journal.Scenes.now;
import static io.agentrunner.journal.Scenes.queue;
import static io.agentrunner.journal.Scenes.step;
import static io.agentrunner.journal.Scenes.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Won;
import io.agentrunner.journal.Transition.Wait;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Whose runs are, for whom they wait and when, in every database that keeps a journal. */
public abstract class RunQueueContract {

    static final Duration SOON = Duration.ofSeconds(5);

    /** A node that has its lease. */
    public record Member(Journal journal, Nodes nodes, RunQueue queue) {}

    /** A node with that id joins; a former one with the same id has lost its lease then. */
    protected abstract Member join(UUID id);

    protected abstract <T> T get(CompletionStage<T> answer);

    /** The runs that wait for somebody's decision. */
    protected abstract List<RunId> asking(Member by);

    final Member join() {
        return join(UUID.randomUUID());
    }

    final Run won(Member member, Transition transition) {
        assertThat(append(member, transition)).isEqualTo(new Won());
        return transition.after();
    }

    final Appended append(Member member, Transition transition) {
        return get(member.journal().append(transition));
    }

    @Test
    void a_run_is_its_writers_while_it_runs_or_waits_for_a_moment() {
        var member = join();
        var runs = won(member, begin());
        var ends = won(member, begin());
        var waits = won(member, begin());
        var stays = won(member, begin());
        won(member, end(ends));
        won(member, Scenes.await(waits, now().plusSeconds(60)));
        won(member, kept(stays));

        assertThat(get(member.queue().owned())).containsExactlyInAnyOrder(runs.id(), stays.id());
    }

    @Test
    void a_fact_about_a_run_that_runs_makes_it_nobody_elses() {
        var owner = join();
        var other = join();
        var run = won(owner, begin());
        won(other, then(run, new RunCancelRequested(null, now())));

        assertThat(get(owner.queue().owned())).containsExactly(run.id());
        assertThat(get(other.queue().owned())).isEmpty();
    }

    @Test
    void one_may_ask_whether_some_runs_are_ones_own() {
        var owner = join();
        var other = join();
        var mine = won(owner, begin());
        won(owner, begin());
        var theirs = won(other, begin());

        assertThat(get(owner.queue().owned(List.of(mine.id(), theirs.id()))))
                .containsExactly(mine.id());
    }

    @Test
    void queued_runs_go_by_priority_then_by_age_and_to_one_node_each() {
        var one = join();
        var other = join();
        var old = won(one, queue(0, null));
        var young = won(one, queue(0, null));
        var urgent = won(other, queue(5, null));
        won(one, queue(9, now().plusSeconds(60)));

        assertThat(get(one.queue().claimQueued(2))).containsExactly(urgent.id(), old.id());
        assertThat(get(other.queue().claimQueued(2))).containsExactly(young.id());
        assertThat(get(one.queue().claimQueued(2))).isEmpty();
        assertThat(get(other.queue().owned())).containsExactly(young.id());
    }

    @Test
    void a_run_starts_at_its_time() {
        var member = join();
        var ripe = won(member, queue(0, now().minusSeconds(60)));
        won(member, queue(0, now().plusSeconds(600)));
        assertThat(get(member.queue().untilNextStart(SOON))).isEmpty();
        won(member, queue(0, now().plusSeconds(4)));

        assertThat(get(member.queue().claimQueued(10))).containsExactly(ripe.id());
        assertThat(get(member.queue().untilNextStart(SOON)))
                .hasValueSatisfying(it -> assertThat(it).isBetween(Duration.ZERO, SOON));
    }

    @Test
    void waiting_runs_that_are_nobodys_are_claimed_soonest_first_and_once() {
        var one = join();
        var other = join();
        var later = waiting(one, 3);
        var soon = waiting(one, -5);
        waiting(one, 600);
        won(one, kept(won(one, begin())));
        won(one, Scenes.await(won(one, begin()), null));

        assertThat(get(other.queue().claimDue(SOON, 10))).containsExactly(soon.id(), later.id());
        assertThat(get(one.queue().claimDue(SOON, 10))).isEmpty();
        assertThat(get(other.queue().owned())).containsExactlyInAnyOrder(soon.id(), later.id());
    }

    @Test
    void what_was_due_long_ago_is_overdue() {
        var member = join();
        var overdue = waiting(member, -10);
        waiting(member, -1);

        assertThat(get(member.queue().overdue(SOON, 10))).containsExactly(overdue.id());
    }

    @Test
    void what_was_claimed_can_be_given_back_unless_it_runs() {
        var member = join();
        var queued = won(member, queue(0, null));
        var running = won(member, begin());
        get(member.queue().claimQueued(1));
        get(member.queue().release(queued.id()));
        get(member.queue().release(running.id()));

        assertThat(get(member.queue().owned())).containsExactly(running.id());
        assertThat(get(member.queue().claimQueued(1))).containsExactly(queued.id());
    }

    @Test
    void a_run_asks_from_the_request_to_the_decision_whatever_else_it_does() {
        var member = join();
        won(member, begin());
        var first = won(member, Scenes.ask(won(member, begin())));
        var second = won(member, Scenes.ask(won(member, begin())));
        assertThat(asking(member)).containsExactlyInAnyOrder(first.id(), second.id());

        won(member, step(first));
        won(member, Scenes.decide(second));
        assertThat(asking(member)).containsExactly(first.id());
    }

    @Test
    void a_run_that_has_ended_asks_nobody() {
        var member = join();
        var run = won(member, Scenes.ask(won(member, begin())));
        won(member, Scenes.cancel(run));

        assertThat(asking(member)).isEmpty();
    }

    @Test
    void a_decision_about_a_run_that_runs_makes_it_nobody_elses() {
        var owner = join();
        var other = join();
        var run = won(owner, Scenes.ask(won(owner, begin())));
        won(other, Scenes.decide(run));

        assertThat(asking(owner)).isEmpty();
        assertThat(get(owner.queue().owned())).containsExactly(run.id());
        assertThat(get(other.queue().owned())).isEmpty();
    }

    private Run waiting(Member member, int seconds) {
        return won(member, Scenes.await(won(member, begin()), now().plusSeconds(seconds)));
    }

    private static Transition kept(Run run) {
        var until = now().plusSeconds(2);
        var wait = Scenes.await(run, until);
        return new Transition(
                wait.before(), wait.after(), wait.events(), new Wait(until, true), null);
    }
}
