package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private long now;
    private final Doorkeeper door = new Doorkeeper(4, () -> now);

    private List<CompletableFuture<Void>> enter(int starts, int bytes) {
        var inside = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < starts; i++) {
            var start = new CompletableFuture<Void>();
            var _ = door.in(bytes, start);
            inside.add(start);
        }
        return inside;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void so_many_are_let_in_and_one_more_for_each_that_has_left() {
        var inside = enter(3, 10);
        assertThat(door.hasRoom()).isTrue();
        inside.addAll(enter(1, 10));
        assertThat(door.hasRoom()).isFalse();
        inside.getFirst().complete(null);
        assertThat(door.hasRoom()).isTrue();
        assertThat(door.inside()).isEqualTo(3);
    }

    @Test
    void what_fails_has_left_as_well() {
        enter(4, 10).forEach(it -> it.completeExceptionally(new IllegalStateException()));
        assertThat(door.inside()).isZero();
        assertThat(door.hasRoom()).isTrue();
    }

    @Test
    void few_large_ones_are_as_much_as_many() {
        var inside = enter(1, 64 << 20);
        assertThat(door.hasRoom()).isFalse();
        inside.getFirst().complete(null);
        assertThat(door.hasRoom()).isTrue();
    }

    @Test
    void who_is_sent_away_is_told_as_long_a_time_as_those_inside_take() {
        enter(2, 10).forEach(it -> it.complete(null));
        enter(4, 10);
        pass(Duration.ofSeconds(1));
        var refusal = door.refusal();
        assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(refusal.facts()).containsEntry("limit", 4);
        pass(Duration.ofHours(1));
        assertThat(door.refusal().retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(door.refused()).isEqualTo(2);
    }
}
