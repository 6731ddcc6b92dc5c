package io.agentrunner.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run of which nothing runs waits for: of all that its steps wait for, what is over first.
 */
final class Standings {

    private Standings() {}

    /** Why it waits. */
    record Why(Reason reason, String message, @Nullable Instant until) {}

    static Optional<Why> of(Run run) {
        return run.steps().active().stream()
                .filter(step -> step.state() == StepState.WAITING && !step.waitsForSteps())
                .min(Comparator.comparing(Standings::wakeAt))
                .map(Standings::why);
    }

    private static Instant wakeAt(StepRun step) {
        return step.wakeAt() == null ? Instant.MAX : step.wakeAt();
    }

    private static Why why(StepRun step) {
        var reason = Objects.requireNonNull(step.reason());
        return new Why(reason, message(step, reason), step.wakeAt());
    }

    private static String message(StepRun step, Reason reason) {
        var last = step.attempt();
        var failure = last.failure();
        if (failure == null || !last.failedByItself()) {
            return String.valueOf(step.message());
        }
        return reason == Reason.RETRY
                ? "%s: attempt %d failed with %s, the next is at %s"
                        .formatted(step.key().path(), last.number(), failure.code(), step.wakeAt())
                : "%s: attempt %d failed with %s; resume the run to try again, or cancel it"
                        .formatted(step.key().path(), last.number(), failure.code());
    }
}
