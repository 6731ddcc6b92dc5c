package io.agentrunner.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RunThreadsTest {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final RunThreads threads = RunThreads.open();
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

    @Test
    void what_is_put_off_comes_after_all_that_waits() throws Exception {
        var hold = busyAllButOne();
        var ended = new CountDownLatch(1);
        threads.execute(
                () -> {
                    for (int i = 1; i <= 3; i++) {
                        int number = i;
                        threads.execute(() -> said.add("run " + number));
                    }
                    threads.afterTheRest(() -> said.add("call"));
                    threads.afterTheRest(ended::countDown);
                    said.add("first");
                });

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).containsExactly("first", "run 1", "run 2", "run 3", "call");
        hold.countDown();
    }

    @Test
    void of_those_that_are_woken_together_none_begins_before_all_are_called() throws Exception {
        var ended = new CountDownLatch(2);
        threads.together(
                () -> {
                    threads.execute(() -> said.add("run 1"));
                    threads.execute(() -> said.add("run 2"));
                    threads.execute(ended::countDown);
                    threads.execute(ended::countDown);
                    said.add("all are called");
                });

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).startsWith("all are called").contains("run 1", "run 2");
    }

    /**
     * One thread gets stuck with something slow; what the other has put off is done all the same.
     */
    @Test
    void what_is_put_off_does_not_wait_for_somebody_slow() throws Exception {
        var hold = busyAllButOne();
        var called = new CountDownLatch(1);
        threads.execute(() -> threads.afterTheRest(called::countDown));

        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
        hold.countDown();
    }

    /** The very thread that has put it off gets stuck with the next. */
    @Test
    void what_is_put_off_does_not_wait_for_what_its_own_thread_does_next() throws Exception {
        var hold = new CountDownLatch(1);
        var called = new CountDownLatch(1);
        threads.together(
                () -> {
                    threads.execute(() -> threads.afterTheRest(called::countDown));
                    threads.execute(() -> await(hold));
                });

        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
        hold.countDown();
    }

    @Test
    void a_call_that_fails_takes_none_of_the_others_with_it() throws Exception {
        var ended = new CountDownLatch(1);
        assertThatThrownBy(
                        () ->
                                threads.together(
                                        () -> {
                                            threads.execute(ended::countDown);
                                            throw new IllegalStateException("on purpose");
                                        }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void threads_of_others_put_nothing_off() {
        threads.afterTheRest(() -> said.add("call"));

        assertThat(said).containsExactly("call");
    }

    @Test
    void what_fails_keeps_nothing_from_being_done() throws Exception {
        var ended = new CountDownLatch(2 * THREADS);
        for (int i = 0; i < 2 * THREADS; i++) {
            threads.execute(
                    () -> {
                        threads.afterTheRest(ended::countDown);
                        throw new AssertionError("a mistake, on purpose");
                    });
        }

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** It is put off until the thread has nothing else, and no stream of work makes that never. */
    @Test
    void what_is_put_off_does_not_wait_for_ever() throws Exception {
        var hold = busyAllButOne();
        var called = new CountDownLatch(1);
        threads.execute(
                () -> {
                    threads.afterTheRest(called::countDown);
                    goOnUntil(called);
                });

        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
        hold.countDown();
    }

    @RepeatedTest(5)
    void nothing_is_forgotten_however_often_they_fall_asleep() throws Exception {
        int senders = 4;
        int each = 20_000;
        var done = new CountDownLatch(senders * each);
        try (var others = Executors.newFixedThreadPool(senders)) {
            IntStream.range(0, senders)
                    .forEach(
                            _ ->
                                    others.execute(
                                            () -> {
                                                for (int i = 0; i < each; i++) {
                                                    threads.execute(done::countDown);
                                                    Thread.onSpinWait();
                                                }
                                            }));
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void goOnUntil(CountDownLatch called) {
        if (called.getCount() > 0) {
            threads.execute(() -> goOnUntil(called));
        }
    }

    /** One thread is left, so that the order is that of one. */
    private CountDownLatch busyAllButOne() throws Exception {
        var hold = new CountDownLatch(1);
        var busy = new CyclicBarrier(THREADS);
        for (int i = 1; i < THREADS; i++) {
            threads.execute(() -> hold(hold, busy));
        }
        busy.await(20, TimeUnit.SECONDS);
        return hold;
    }

    private static void await(CountDownLatch hold) {
        try {
            hold.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hold(CountDownLatch hold, CyclicBarrier busy) {
        try {
            busy.await(20, TimeUnit.SECONDS);
            hold.await(20, TimeUnit.SECONDS);
        } catch (Exception interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
