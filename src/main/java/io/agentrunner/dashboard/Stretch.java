package io.agentrunner.dashboard;

import io.agentrunner.run.Attempt;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step did for a while, in the one grammar of time that all pages speak.
 *
 * @param css names the colour
 * @param live it goes on: {@code to} is now
 * @param attempt whose it is, null for a backoff
 */
record Stretch(
        Kind kind,
        String css,
        Instant from,
        Instant to,
        boolean live,
        @Nullable Attempt attempt,
        String title) {

    /** Solid is work, a taller block a failed attempt, dashes backoff, hatching waiting. */
    enum Kind {
        WORK,
        FAILED,
        BACKOFF,
        WAIT
    }

    /** The life of a step up to now, in order. */
    static List<Stretch> of(StepRun step, Instant now) {
        var all = new ArrayList<Stretch>();
        Attempt before = null;
        for (var attempt : step.attempts()) {
            if (before != null) {
                all.add(backoff(before, attempt.startedAt(), false));
            }
            if (attempt.runningSince().isAfter(attempt.startedAt())) {
                all.add(waiting(step, attempt, attempt.startedAt(), attempt.runningSince(), false));
            }
            all.add(
                    attempt.state() == StepState.WAITING
                            ? waiting(step, attempt, attempt.runningSince(), now, true)
                            : work(step, attempt, now));
            before = attempt;
        }
        boolean between =
                step.reason() == Reason.RETRY || step.reason() == Reason.RETRIES_EXHAUSTED;
        if (step.state() == StepState.WAITING && between && before != null) {
            all.add(backoff(before, now, true));
        }
        return all;
    }

    private static Stretch work(StepRun step, Attempt attempt, Instant now) {
        var ended = attempt.endedAt();
        var to = ended == null ? now : ended;
        var from = attempt.runningSince();
        var failed = attempt.state() == StepState.FAILED;
        var css = attempt.isLost() ? "is-canceled" : Mark.of(attempt.state(), null).css();
        var title =
                "%s, attempt %d, %s after %s%s"
                        .formatted(
                                step.key().path(),
                                attempt.number(),
                                ended == null ? "running" : Mark.of(attempt.state(), null).word(),
                                Words.duration(from, to),
                                code(attempt));
        var kind = failed && !attempt.isLost() ? Kind.FAILED : Kind.WORK;
        return new Stretch(kind, css, from, to, ended == null, attempt, title);
    }

    private static String code(Attempt attempt) {
        var failure = attempt.failure();
        return failure == null ? "" : " with " + failure.code();
    }

    private static Stretch waiting(
            StepRun step, Attempt attempt, Instant from, Instant to, boolean live) {
        var title = step.key().path() + ", waiting for " + Words.duration(from, to);
        return new Stretch(Kind.WAIT, "is-waiting", from, to, live, attempt, title);
    }

    private static Stretch backoff(Attempt before, Instant to, boolean live) {
        var ended = before.endedAt();
        var from = ended == null ? before.startedAt() : ended;
        var title = "backoff " + Words.duration(from, to);
        return new Stretch(Kind.BACKOFF, "is-waiting", from, to, live, null, title);
    }
}
