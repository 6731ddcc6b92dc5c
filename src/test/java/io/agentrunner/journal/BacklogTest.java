package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void a_batch_is_bounded_in_rows() {
        for (int i = 0; i < 1500; i++) {
            backlog.add(start(10, 0));
        }
        assertThat(backlog.take()).hasSize(1000);
        assertThat(backlog.take()).hasSize(500);
        assertThat(backlog.take()).isEmpty();
    }

    @Test
    void a_batch_is_bounded_in_bytes_but_never_empty() {
        for (int i = 0; i < 3; i++) {
            backlog.add(start(3 << 20, 0));
        }
        backlog.add(start(9 << 20, 0));
        backlog.add(start(10, 0));

        for (int i = 0; i < 5; i++) {
            assertThat(backlog.take()).hasSize(1);
        }
    }

    @Test
    void a_batch_has_at_most_one_transition_of_a_run() {
        var first = Scenes.begin();
        var one = pending(first, 10, 0);
        var two = pending(Scenes.step(first.after()), 10, 0);
        List.of(one, start(10, 0), two).forEach(backlog::add);

        assertThat(backlog.take()).hasSize(2);
        assertThat(backlog.take()).containsExactly(two);
    }

    @Test
    void a_start_that_waited_too_long_fails_and_a_step_does_not() {
        var overdue = start(10, 6);
        var step = pending(Scenes.step(Scenes.begin().after()), 10, 60);
        backlog.add(overdue);
        backlog.add(step);

        assertThat(backlog.take()).containsExactly(step);
        assertThat(overdue.answer()).isCompletedExceptionally();
    }

    @Test
    void starts_expire_while_nothing_is_taken() {
        var overdue = start(10, 6);
        var young = start(10, 1);
        backlog.add(overdue);
        backlog.add(young);

        backlog.expire();

        assertThat(overdue.answer()).isCompletedExceptionally();
        assertThat(young.answer()).isNotDone();
    }

    @Test
    void what_is_put_back_comes_before_what_came_later() {
        var early = start(10, 0);
        var late = start(10, 0);
        backlog.add(late);
        backlog.putBack(new Batch(List.of(early)));

        assertThat(backlog.take()).containsExactly(early, late);
    }

    private static Pending start(int bytes, long age) {
        return pending(Scenes.begin(), bytes, age);
    }

    private static Pending pending(Transition transition, int bytes, long age) {
        long since = System.nanoTime() - TimeUnit.SECONDS.toNanos(age);
        return new Pending(transition, "[]", bytes, 1, since, new CompletableFuture<>());
    }
}
