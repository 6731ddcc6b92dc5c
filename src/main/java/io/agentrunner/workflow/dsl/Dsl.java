package io.agentrunner.workflow.dsl;

import java.time.Duration;
import java.util.Map;

/** The words in which workflows are written; to be imported statically. */
public final class Dsl {

    /** The field of JSON that tells the kinds of a sealed type apart. */
    public static final String KIND = "type";

    private Dsl() {}

    /** The result of a step that may have none: it was skipped, or failed and was passed over. */
    public static <T> Value<java.util.Optional<T>> optional(StepOf<T> step) {
        return new Value.IfPresent<>(step);
    }

    /** Up to so many attempts, each wait twice as long as the one before. */
    public static Retry exponential(int attempts, Duration backoff) {
        return Retry.of(attempts, backoff, 2);
    }

    /** Up to so many attempts with the same wait between them. */
    public static Retry steady(int attempts, Duration backoff) {
        return Retry.of(attempts, backoff, 1);
    }

    /** Where a step failed with that exception, found by its {@link ErrorCode} or simple name. */
    public static Rule<Failed> on(Class<? extends Throwable> error, Then then) {
        return on(ErrorCode.Of.type(error), then);
    }

    /** Where a step failed with that code. */
    public static Rule<Failed> on(String code, Then then) {
        return Rule.matching(Map.of("error", Map.of("code", code)), then);
    }

    /** Where the result of a step is that kind of a sealed type. */
    public static <V> Rule<V> is(Class<? extends V> kind, Then then) {
        return Rule.ofKind(kind, then);
    }

    /** The same with what people call the rule. */
    public static <V> Rule<V> is(String name, Class<? extends V> kind, Then then) {
        return Dsl.<V>is(kind, then).named(name);
    }

    /** Where the predicate is true. */
    public static <V> Rule<V> when(String name, Guard<V> predicate, Then then) {
        return when(new Named<>(name, predicate), then);
    }

    /** Where a predicate that serves several rules is true. */
    public static <V> Rule<V> when(Named<V> predicate, Then then) {
        return Rule.asking(predicate, then);
    }

    /** A predicate that serves several rules. */
    public static <V> Named<V> predicate(String name, Guard<V> predicate) {
        return new Named<>(name, predicate);
    }

    /** Whatever the outcome is. The last rule. */
    public static <V> Rule<V> otherwise(Then then) {
        return Rule.always(then);
    }

    /** The next step of the timeline comes. */
    public static Then proceed() {
        return Then.proceed();
    }

    /** That earlier step, or the same, comes once more, and all after it. */
    public static Then backTo(StepOf<?> step) {
        return Then.jump("backTo", step);
    }

    /** That later step comes next; those between are skipped. */
    public static Then skipTo(StepOf<?> step) {
        return Then.jump("skipTo", step);
    }

    /** The run fails with that message. */
    public static Then fail(String message) {
        return Then.fail(message);
    }

    public static Duration millis(long number) {
        return Duration.ofMillis(number);
    }

    public static Duration seconds(long number) {
        return Duration.ofSeconds(number);
    }

    public static Duration minutes(long number) {
        return Duration.ofMinutes(number);
    }

    public static Duration hours(long number) {
        return Duration.ofHours(number);
    }

    public static Duration days(long number) {
        return Duration.ofDays(number);
    }
}
