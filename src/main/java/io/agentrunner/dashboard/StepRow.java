package io.agentrunner.dashboard;

import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One step in the table of a run's steps.
 *
 * @param doing what it does now, or what came of it
 * @param since when it began, in milliseconds since 1970, while it goes on; else empty
 */
public record StepRow(
        String name,
        String url,
        String type,
        Mark mark,
        String doing,
        String attempts,
        String duration,
        String since,
        boolean selected) {

    /** The steps that were begun, each iteration of them, then those to come. */
    static List<StepRow> of(Run run, List<Step> timeline, String selected, Instant now) {
        var rows = new ArrayList<StepRow>();
        for (var step : timeline) {
            var begun =
                    run.steps().stream().filter(it -> it.key().path().equals(step.name())).toList();
            begun.forEach(it -> rows.add(of(it, run, selected, now)));
            if (begun.isEmpty()) {
                rows.add(pending(step, run, selected));
            }
        }
        return rows;
    }

    static String url(String path) {
        return "?step=" + Urls.encode(path) + "#step";
    }

    private static StepRow pending(Step step, Run run, String selected) {
        var state = run.state().isTerminal() ? StepState.SKIPPED : StepState.PENDING;
        var mark = Mark.of(state, null);
        return new StepRow(
                step.name(),
                url(step.name()),
                step.type(),
                run.state().isTerminal()
                        ? new Mark("is-pending", "i-pending", "Not run", "")
                        : mark,
                "",
                "",
                "",
                "",
                step.name().equals(selected));
    }

    private static StepRow of(StepRun step, Run run, String selected, Instant now) {
        var path = step.key().path();
        var ended = step.endedAt();
        int tries = step.attempts().size();
        return new StepRow(
                step.key().iteration() == 1 ? path : path + " #" + step.key().iteration(),
                url(path),
                step.type(),
                Mark.of(step.state(), step.state() == StepState.WAITING ? step.reason() : null),
                doing(step, now),
                Words.count(tries, "attempt"),
                Words.duration(step.startedAt(), ended == null ? now : ended),
                ended == null && !run.state().isTerminal()
                        ? String.valueOf(step.startedAt().toEpochMilli())
                        : "",
                path.equals(selected));
    }

    /** What a step does, in words a person would use. */
    static String doing(StepRun step, Instant now) {
        return switch (step.state()) {
            case RUNNING -> running(step);
            case WAITING -> waiting(step, now);
            case COMPLETED -> completed(step);
            case FAILED -> failed(step);
            case CANCELED -> step.message() == null ? "" : String.valueOf(step.message());
            case PENDING, SKIPPED -> "";
        };
    }

    private static String running(StepRun step) {
        return step.attempts().size() == 1 ? "" : "attempt " + step.attempt().number();
    }

    private static String waiting(StepRun step, Instant now) {
        var wakeAt = step.wakeAt();
        var left =
                wakeAt == null
                        ? ""
                        : Words.age(Duration.between(now, wakeAt).plusMillis(999)) + " left";
        var failure = step.attempt().failure();
        if (failure != null) {
            return "attempt %d after %s%s"
                    .formatted(
                            step.attempt().number() + 1,
                            failure.code(),
                            left.isEmpty() ? "" : ", " + left);
        }
        var reason = step.reason();
        var why = reason == Reason.SLEEP && !left.isEmpty() ? "sleeps" : step.message();
        var words = why == null ? String.valueOf(reason).toLowerCase(Locale.ROOT) : why;
        return left.isEmpty() ? words : words + ", " + left;
    }

    private static String completed(StepRun step) {
        var result = step.result();
        return result == null ? "" : Outcome.words(result);
    }

    private static String failed(StepRun step) {
        var failure = step.attempt().failure();
        return failure == null
                ? String.valueOf(step.message())
                : Words.clip(failure.code() + ": " + failure.message(), 200);
    }
}
