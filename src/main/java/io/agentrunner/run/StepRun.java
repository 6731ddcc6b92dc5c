package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.Reused;
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
 * @param attempts in order; only the last may be active, and only a skipped step has none
 * @param awaited what it waits for or last waited for, and what has come of it
 * @param effects what its attempts did in the world that none does again, in order
 * @param dropped whether it is taken again, so that nothing sees what it came to
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
        List<Attempt> attempts,
        @Nullable Awaited awaited,
        List<Effect> effects,
        boolean dropped) {

    public StepRun {
        attempts = List.copyOf(attempts);
        effects = List.copyOf(effects);
    }

    public Attempt attempt() {
        return attempts.getLast();
    }

    public boolean isRunning(int attempt) {
        return state.isActive()
                && attempt().number() == attempt
                && attempt().state() == StepState.RUNNING;
    }

    /** Attempts that failed by themselves: what a retry policy counts. */
    public int failures() {
        return (int) attempts.stream().filter(Attempt::failedByItself).count();
    }

    /** Attempts that went down with their node. */
    public int crashes() {
        return (int) attempts.stream().filter(Attempt::isLost).count();
    }

    /** Whether its attempt waits. */
    boolean waits() {
        return state.isActive() && attempt().state() == StepState.WAITING;
    }

    /** Whether it waits for the steps inside it, which is no wait of its own. */
    public boolean waitsForSteps() {
        return state.isActive()
                && attempt().state() == StepState.WAITING
                && awaited instanceof Awaited.Branches;
    }

    /** Whether it waits for somebody's decision. */
    public boolean asks() {
        return state == StepState.WAITING
                && attempt().state() == StepState.WAITING
                && awaited instanceof Awaited.Approval(_, var verdict)
                && verdict == null;
    }

    /** Whether it waits for another attempt, by itself or by a person's leave. */
    boolean waitsForRetry() {
        return reason == Reason.RETRY || reason == Reason.RETRIES_EXHAUSTED;
    }

    static StepRun started(StepKey key, String type, Attempt first) {
        return new StepRun(
                key,
                type,
                StepState.RUNNING,
                null,
                null,
                first.startedAt(),
                null,
                null,
                null,
                List.of(first),
                null,
                List.of(),
                false);
    }

    static StepRun reused(Reused of) {
        var attempt =
                Attempt.started(1, of.node(), null, of.startedAt())
                        .ended(StepState.COMPLETED, null, of.endedAt());
        return new StepRun(
                of.step(),
                of.type(),
                StepState.COMPLETED,
                null,
                null,
                of.startedAt(),
                of.endedAt(),
                null,
                of.result(),
                List.of(attempt),
                null,
                List.of(),
                false);
    }

    static StepRun skipped(StepKey key, String type, Instant at) {
        return new StepRun(
                key,
                type,
                StepState.SKIPPED,
                null,
                null,
                at,
                at,
                null,
                null,
                List.of(),
                null,
                List.of(),
                false);
    }

    StepRun drop() {
        return new StepRun(
                key, type, state, reason, message, startedAt, endedAt, wakeAt, result, attempts,
                awaited, effects, true);
    }

    /**
     * What an attempt that failed by itself had waited for is waited for again, but for steps: what
     * they did is done.
     */
    StepRun nextAttempt(Attempt next) {
        var all = new ArrayList<>(attempts);
        all.add(next);
        return active(StepState.RUNNING, null, null, null, all)
                .awaiting(waitsAnew() ? null : awaited);
    }

    private boolean waitsAnew() {
        return attempt().failedByItself() && !(awaited instanceof Awaited.Branches);
    }

    StepRun waiting(Reason why, @Nullable String text, @Nullable Instant until, Attempt last) {
        return active(StepState.WAITING, why, text, until, replaceLast(last));
    }

    StepRun running(Attempt last) {
        return active(StepState.RUNNING, null, null, null, replaceLast(last));
    }

    private StepRun active(
            StepState now,
            @Nullable Reason why,
            @Nullable String text,
            @Nullable Instant until,
            List<Attempt> all) {
        return new StepRun(
                key, type, now, why, text, startedAt, null, until, null, all, awaited, effects,
                dropped);
    }

    StepRun awaiting(@Nullable Awaited what) {
        return new StepRun(
                key, type, state, reason, message, startedAt, endedAt, wakeAt, result, attempts,
                what, effects, dropped);
    }

    StepRun with(Effect effect) {
        var all = new ArrayList<>(effects);
        all.add(effect);
        return new StepRun(
                key, type, state, reason, message, startedAt, endedAt, wakeAt, result, attempts,
                awaited, all, dropped);
    }

    StepRun completed(String json, Instant at) {
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
                replaceLast(attempt().ended(StepState.COMPLETED, null, at)),
                awaited,
                effects,
                dropped);
    }

    StepRun endedBadly(
            StepState how, Reason why, String text, @Nullable Failure failure, Instant at) {
        var last = attempt().state().isActive() ? attempt().ended(how, failure, at) : attempt();
        return new StepRun(
                key,
                type,
                how,
                why,
                text,
                startedAt,
                at,
                null,
                null,
                replaceLast(last),
                awaited,
                effects,
                dropped);
    }

    private List<Attempt> replaceLast(Attempt last) {
        var all = new ArrayList<>(attempts);
        all.set(all.size() - 1, last);
        return all;
    }
}
