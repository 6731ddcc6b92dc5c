package io.agentrunner.workflow;

import java.time.Duration;
import java.util.Set;

/**
 * Whether and when a failed attempt is tried again: exponential backoff with a ceiling and jitter.
 *
 * @param maxAttempts attempts in all that may fail by themselves; 1 means no retry
 * @param backoff the wait after the first failure
 * @param factor by which the wait grows with each further failure
 * @param maxBackoff the longest wait, before jitter
 * @param jitter share of the wait by which it varies up or down, 0 to 1
 * @param retryOn error codes worth another attempt; empty means all
 * @param doNotRetryOn error codes that are final; wins over {@code retryOn}
 * @param pauseAfterRetries whether a person decides what follows the last failure worth another
 *     attempt
 */
public record RetryPolicy(
        int maxAttempts,
        Duration backoff,
        double factor,
        Duration maxBackoff,
        double jitter,
        Set<String> retryOn,
        Set<String> doNotRetryOn,
        boolean pauseAfterRetries) {

    public static final RetryPolicy NONE =
            new RetryPolicy(
                    1, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2, Set.of(), Set.of());

    /** A policy that lets the step fail after the last attempt. */
    public RetryPolicy(
            int maxAttempts,
            Duration backoff,
            double factor,
            Duration maxBackoff,
            double jitter,
            Set<String> retryOn,
            Set<String> doNotRetryOn) {
        this(maxAttempts, backoff, factor, maxBackoff, jitter, retryOn, doNotRetryOn, false);
    }

    public RetryPolicy {
        retryOn = Set.copyOf(retryOn);
        doNotRetryOn = Set.copyOf(doNotRetryOn);
    }

    /**
     * Whether an attempt that failed with {@code code}, the {@code failures}th, is followed by
     * another.
     */
    public boolean triesAgain(String code, int failures) {
        return failures < maxAttempts && isWorthAnother(code);
    }

    /** Whether a person is asked what follows a failure with {@code code}, the last of them. */
    public boolean asksAfter(String code) {
        return pauseAfterRetries && isWorthAnother(code);
    }

    private boolean isWorthAnother(String code) {
        return !doNotRetryOn.contains(code) && (retryOn.isEmpty() || retryOn.contains(code));
    }

    /**
     * The wait after the {@code failures}th failure.
     *
     * @param luck uniformly distributed in [0, 1); 0.5 means no jitter
     */
    public Duration delay(int failures, double luck) {
        double ceiling = maxBackoff.toMillis();
        double exact = Math.min(ceiling, backoff.toMillis() * Math.pow(factor, failures - 1));
        return Duration.ofMillis(Math.round(exact * (1 + jitter * (2 * luck - 1))));
    }
}
