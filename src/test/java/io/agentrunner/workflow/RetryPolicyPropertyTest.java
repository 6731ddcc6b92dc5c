package io.agentrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RetryPolicyPropertyTest {

    @Example
    void each_wait_is_longer_by_the_factor_up_to_the_ceiling() {
        assertThat(waits(policy(1000, 2, 10_000, 0), 6))
                .containsExactly(1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
        assertThat(waits(policy(1000, 1.5, 10_000, 0), 3)).containsExactly(1000L, 1500L, 2250L);
        assertThat(waits(policy(1000, 1, 10_000, 0), 3)).containsExactly(1000L, 1000L, 1000L);
        assertThat(waits(policy(1000, 2, 500, 0), 2)).containsExactly(500L, 500L);
    }

    @Example
    void jitter_varies_a_wait_by_its_share_up_and_down() {
        var policy = policy(1000, 2, 10_000, 0.2);
        assertThat(policy.delay(1, 0.0)).hasMillis(800);
        assertThat(policy.delay(1, 0.5)).hasMillis(1000);
        assertThat(policy.delay(1, Math.nextDown(1.0))).hasMillis(1200);
        assertThat(policy.delay(9, Math.nextDown(1.0)))
                .as("the ceiling is one before jitter")
                .hasMillis(12_000);
    }

    @Property
    void a_wait_stays_within_its_jitter_however_often_an_attempt_failed(
            @ForAll @LongRange(min = 0, max = 10_000_000) long backoff,
            @ForAll @DoubleRange(min = 1, max = 100) double factor,
            @ForAll @LongRange(min = 0, max = 100_000_000) long ceiling,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll @IntRange(min = 1, max = 100_000) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double luck) {
        var policy = policy(backoff, factor, ceiling, jitter);
        double exact = policy(backoff, factor, ceiling, 0).delay(failures, luck).toMillis();
        assertThat(exact).isBetween((double) Math.min(backoff, ceiling), (double) ceiling);
        assertThat((double) policy.delay(failures, luck).toMillis())
                .isBetween(exact * (1 - jitter) - 1, exact * (1 + jitter) + 1);
    }

    @Example
    void so_many_attempts_are_granted_and_no_more() {
        var policy = retrying(3, Set.of(), Set.of());
        assertThat(policy.triesAgain("ANY", 1)).isTrue();
        assertThat(policy.triesAgain("ANY", 2)).isTrue();
        assertThat(policy.triesAgain("ANY", 3)).isFalse();
        assertThat(policy.triesAgain("ANY", 4)).isFalse();
        assertThat(RetryPolicy.NONE.triesAgain("ANY", 1)).isFalse();
    }

    @Example
    void only_codes_worth_it_are_tried_again_where_some_are_named() {
        var policy = retrying(3, Set.of("TIMEOUT"), Set.of());
        assertThat(policy.triesAgain("TIMEOUT", 1)).isTrue();
        assertThat(policy.triesAgain("EXIT_1", 1)).isFalse();
    }

    @Example
    void a_final_code_wins() {
        var policy = retrying(3, Set.of("TIMEOUT"), Set.of("TIMEOUT"));
        assertThat(policy.triesAgain("TIMEOUT", 1)).isFalse();
        assertThat(retrying(3, Set.of(), Set.of("TIMEOUT")).triesAgain("EXIT_1", 1)).isTrue();
    }

    private static List<Long> waits(RetryPolicy policy, int failures) {
        return IntStream.rangeClosed(1, failures)
                .mapToObj(failure -> policy.delay(failure, 0.5).toMillis())
                .toList();
    }

    private static RetryPolicy policy(long backoff, double factor, long ceiling, double jitter) {
        return new RetryPolicy(
                3,
                Duration.ofMillis(backoff),
                factor,
                Duration.ofMillis(ceiling),
                jitter,
                Set.of(),
                Set.of());
    }

    private static RetryPolicy retrying(int attempts, Set<String> on, Set<String> notOn) {
        return new RetryPolicy(
                attempts, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2, on, notOn);
    }
}
