package io.agentrunner.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of a step, folded.
 *
 * @param reason why it waits or ended without success
 * @param wakeAt when its wait is over, where that is known
 * @param result JSON text, once it is COMPLETED
 * @param attempts at least one, in order; only the last may be active
 */
public record StepRun(
        StepKey key,
        String type,
        StepState state,
        @Nullable Reason reason,
        @Nullable String message,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant wakeAt,
        @Nullable String result,
        List<Attempt> attempts) {

    public StepRun {
        attempts = List.copyOf(attempts);
    }

    public Attempt attempt() {
        return attempts.getLast();
    }

    public boolean isRunning(int attempt) {
        return attempt().number() == attempt && attempt().state() == StepState.RUNNING;
    }

    /** Attempts that failed by themselves: what a retry policy counts. */
    public int failures() {
        return (int) attempts.stream().filter(Attempt::failedByItself).count();
    }

    /** Attempts that went down with their node. */
    public int crashes() {
        return (int) attempts.stream().filter(Attempt::isLost).count();
    }

    static StepRun started(StepKey key, String type, Attempt first) {
        var at = first.startedAt();
        return new StepRun(
                key, type, StepState.RUNNING, null, null, at, null, null, null, List.of(first));
    }

    StepRun nextAttempt(Attempt next) {
        var all = new ArrayList<>(attempts);
        all.add(next);
        return new StepRun(
                key, type, StepState.RUNNING, null, null, startedAt, null, null, null, all);
    }

    StepRun waiting(Reason why, @Nullable String text, @Nullable Instant until, Attempt last) {
        return new StepRun(
                key,
                type,
                StepState.WAITING,
                why,
                text,
                startedAt,
                null,
                until,
                null,
                replaceLast(last));
    }

    StepRun running(Attempt last) {
        return new StepRun(
                key,
                type,
                StepState.RUNNING,
                null,
                null,
                startedAt,
                null,
                null,
                null,
                replaceLast(last));
    }

    StepRun completed(String json, Instant at) {
        var last = attempt().ended(StepState.COMPLETED, null, at);
        return new StepRun(
                key,
                type,
                StepState.COMPLETED,
                null,
                null,
                startedAt,
                at,
                null,
                json,
                replaceLast(last));
    }

    StepRun endedBadly(
            StepState how, Reason why, String text, @Nullable Failure failure, Instant at) {
        var last = attempt().state().isActive() ? attempt().ended(how, failure, at) : attempt();
        return new StepRun(key, type, how, why, text, startedAt, at, null, null, replaceLast(last));
    }

    private List<Attempt> replaceLast(Attempt last) {
        var all = new ArrayList<>(attempts);
        all.set(all.size() - 1, last);
        return all;
    }
}
