package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.end;
import static io.agentrunner.journal.Scenes.newId;
import static io.agentrunner.journal.Scenes.now;
import static io.agentrunner.journal.Scenes.step;
import static io.agentrunner.journal.Scenes.steps;
import static io.agentrunner.journal.Scenes.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Fenced;
import io.agentrunner.journal.Appended.KeyTaken;
import io.agentrunner.journal.Appended.Lost;
import io.agentrunner.journal.Appended.Unwritable;
import io.agentrunner.journal.Appended.Won;
import io.agentrunner.journal.Nodes.Node;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.RunId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every journal does, with the nodes and the queue that belong to it. */
public abstract class JournalContract extends RunQueueContract {

    /** What is sent to be appended next does not arrive. */
    protected abstract void loseNextRequest();

    /** What is appended next is, and the answer does not arrive. */
    protected abstract void loseNextAnswer();

    /** Removes a run that has ended. */
    protected abstract void delete(Member by, RunId run);

    @Test
    void what_was_won_is_loaded_as_it_was() {
        var member = join();
        var run = won(member, step(won(member, begin())));

        assertThat(get(member.journal().load(run.id()))).contains(run);
        assertThat(get(member.journal().load(newId()))).isEmpty();
    }

    @Test
    void of_two_that_were_decided_on_the_same_one_wins() {
        var one = join();
        var other = join();
        var run = won(one, begin());
        var answers = new ArrayList<CompletionStage<Appended>>();
        answers.add(one.journal().append(step(run)));
        answers.add(other.journal().append(steps(run, 2)));

        assertThat(answers.stream().map(this::get))
                .containsExactlyInAnyOrder(new Won(), new Lost());
    }

    @Test
    void what_was_decided_on_less_or_more_than_there_is_loses() {
        var member = join();
        var run = won(member, begin());
        var ahead = step(run).after();
        assertThat(append(member, step(ahead))).isEqualTo(new Lost());

        won(member, steps(run, 2));
        assertThat(append(member, steps(run, 1))).isEqualTo(new Lost());
        assertThat(append(member, steps(run, 3))).isEqualTo(new Lost());
        assertThat(append(member, step(ahead))).isEqualTo(new Lost());
    }

    @Test
    void a_run_is_created_once() {
        var member = join();
        var id = newId();
        won(member, begin(id, null));

        assertThat(append(member, begin(id, null))).isEqualTo(new Lost());
    }

    @Test
    void a_key_names_the_run_that_it_was_used_for() {
        var member = join();
        var run = won(member, begin(newId(), key("body")));
        var second = begin(newId(), key("body"));

        assertThat(append(member, second)).isEqualTo(new KeyTaken(run.id(), true));
        assertThat(append(join(), begin(newId(), key("other"))))
                .isEqualTo(new KeyTaken(run.id(), false));
        assertThat(get(member.journal().load(second.after().id()))).isEmpty();
    }

    @Test
    void what_can_not_be_stored_fails_alone() {
        var member = join();
        var run = won(member, begin());

        assertThat(append(member, step(run, "\"\\u0000\""))).isInstanceOf(Unwritable.class);
        assertThat(append(member, step(run, "\"\\ud800\""))).isInstanceOf(Unwritable.class);
        won(member, step(run));
    }

    @Test
    void nothing_comes_after_the_end() {
        var member = join();
        var run = won(member, begin());
        var other = step(run);
        won(member, end(run));

        assertThat(append(member, other)).isEqualTo(new Lost());
    }

    @Test
    void a_run_that_was_deleted_takes_nothing_more() {
        var member = join();
        var run = won(member, begin(newId(), key("body")));
        won(member, end(run));
        delete(member, run.id());

        var cancel = new RunCancelRequested(null, now());
        assertThat(append(member, then(run, cancel))).isEqualTo(new Lost());
        assertThat(get(member.journal().load(run.id()))).isEmpty();
        won(member, begin(newId(), key("body")));
    }

    @Test
    void what_was_lost_on_its_way_is_sent_again() {
        var member = join();
        var run = won(member, begin());
        loseNextRequest();

        var next = won(member, step(run));
        assertThat(get(member.journal().load(run.id()))).contains(next);
    }

    @Test
    void what_was_committed_and_never_answered_is_won_once() {
        var member = join();
        var run = won(member, begin());
        loseNextAnswer();

        var next = won(member, step(run));
        assertThat(get(member.journal().load(run.id()))).contains(next);
        won(member, step(next));
    }

    @Test
    void a_start_whose_answer_was_lost_is_not_taken_for_a_repetition() {
        var member = join();
        won(member, begin());
        loseNextAnswer();

        won(member, begin(newId(), key("body")));
    }

    @Test
    void a_former_self_writes_nothing_more() {
        var id = UUID.randomUUID();
        var former = join(id);
        var run = won(former, begin());
        var present = join(id);

        assertThat(append(former, step(run))).isEqualTo(new Fenced());
        assertThat(get(former.nodes().beat())).isFalse();
        assertThat(get(former.queue().claimQueued(10))).isEmpty();
        assertThat(get(present.queue().owned())).containsExactly(run.id());
        won(present, step(run));
    }

    @Test
    void who_is_taken_over_writes_nothing_more_and_loses_its_runs() {
        var dead = join();
        var heir = join();
        var run = won(dead, begin());
        var seen = seen(heir, dead);

        assertThat(get(heir.nodes().takeOver(seen))).contains(List.of(run.id()));
        assertThat(get(heir.nodes().takeOver(seen))).isEmpty();
        assertThat(append(dead, step(run))).isEqualTo(new Fenced());
        assertThat(get(dead.nodes().beat())).isFalse();
        assertThat(get(heir.queue().owned())).containsExactly(run.id());
        won(heir, step(run));
    }

    @Test
    void who_has_beaten_meanwhile_is_not_taken_over() {
        var alive = join();
        var other = join();
        won(alive, begin());
        var seen = seen(other, alive);
        assertThat(get(alive.nodes().beat())).isTrue();

        assertThat(get(other.nodes().takeOver(seen))).isEmpty();
        assertThat(get(alive.nodes().beat())).isTrue();
    }

    @Test
    void who_is_fenced_takes_nobody_over() {
        var id = UUID.randomUUID();
        var former = join(id);
        var dead = join();
        won(dead, begin());
        var seen = seen(former, dead);
        join(id);

        assertThat(get(former.nodes().takeOver(seen))).isEmpty();
    }

    @Test
    void who_leaves_says_so_and_keeps_its_runs_until_somebody_comes() {
        var leaving = join();
        var other = join();
        var run = won(leaving, begin());
        get(leaving.nodes().leave());

        var seen = seen(other, leaving);
        assertThat(seen.hasLeft()).isTrue();
        assertThat(seen.activeRuns()).isEqualTo(1);
        assertThat(get(other.nodes().takeOver(seen))).contains(List.of(run.id()));
    }

    private Node seen(Member by, Member other) {
        return get(by.nodes().all()).stream()
                .filter(node -> node.id().equals(other.nodes().self()))
                .findFirst()
                .orElseThrow();
    }

    private static IdempotencyKey key(String body) {
        return IdempotencyKey.of("start", "k", body.getBytes(StandardCharsets.UTF_8));
    }
}
