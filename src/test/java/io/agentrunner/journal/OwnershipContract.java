package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Fenced;
import io.agentrunner.journal.Nodes.Node;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which node may write: what becomes of those that die, leave or are too late. */
public abstract class OwnershipContract extends RunQueueContract {

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
}
