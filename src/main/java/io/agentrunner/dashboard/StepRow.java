package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Lines.Many;
import io.agentrunner.dashboard.Lines.One;
import io.agentrunner.dashboard.StepTree.Place;
import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One step in the table of a run's steps, or many inside one.
 *
 * @param lane how deep it is inside others, as a class
 * @param doing what it does now, or what came of it
 * @param since when it began, in milliseconds since 1970, while it goes on; else empty
 * @param child the run that it started
 * @param many stands for the whole row where there is one
 */
public record StepRow(
        String name,
        String lane,
        String url,
        String type,
        Mark mark,
        String doing,
        String attempts,
        String duration,
        String since,
        boolean selected,
        @Nullable Link child,
        @Nullable ManyRow many) {

    private static final int DEEPEST = 3;

    /** The steps that were begun, each iteration of them, then those to come. */
    static List<StepRow> of(Lines lines, View view, Instant now) {
        var rows = new ArrayList<StepRow>();
        for (var line : lines.all()) {
            switch (line) {
                case One(var place) when place.iterations().isEmpty() ->
                        rows.add(pending(place, view));
                case One(var place) ->
                        place.iterations().forEach(it -> rows.add(of(place, it, view, now)));
                case Many many -> rows.add(many(many));
            }
        }
        return rows;
    }

    static String url(String path) {
        return "?step=" + Urls.encode(path) + "#step";
    }

    /** How deep something is inside others, as a class. */
    static String lane(int depth) {
        return depth == 0 ? "" : "lane d" + Math.min(depth, DEEPEST);
    }

    private static StepRow many(Many many) {
        var mark = Mark.of(StepState.PENDING, null);
        var lane = lane(many.fan().depth() + 1);
        return new StepRow("", lane, "", "", mark, "", "", "", "", false, null, ManyRow.of(many));
    }

    private static StepRow pending(Place place, View view) {
        return new StepRow(
                place.name(),
                lane(place.depth()),
                view.url(place.path()),
                place.definition().type(),
                place.over()
                        ? new Mark("is-pending", "i-pending", "Not run", "")
                        : Mark.of(StepState.PENDING, null),
                "",
                "",
                "",
                "",
                view.selects(place.path()),
                null,
                null);
    }

    private static StepRow of(Place place, StepRun step, View view, Instant now) {
        var path = place.path();
        var ended = step.endedAt();
        int tries = step.attempts().size();
        return new StepRow(
                step.key().iteration() == 1
                        ? place.name()
                        : place.name() + " #" + step.key().iteration(),
                lane(place.depth()),
                view.url(path),
                step.type(),
                mark(step),
                doing(step, now),
                tries == 0 ? "" : Words.count(tries, "attempt"),
                tries == 0 ? "" : Words.duration(step.startedAt(), ended == null ? now : ended),
                ended == null && !place.over()
                        ? String.valueOf(step.startedAt().toEpochMilli())
                        : "",
                view.selects(path),
                child(step),
                null);
    }

    /** What waits for steps inside it is at work, as people see it. */
    static Mark mark(StepRun step) {
        return step.waitsForSteps()
                ? Mark.of(StepState.RUNNING, null)
                : Mark.of(step.state(), step.state() == StepState.WAITING ? step.reason() : null);
    }

    /** The run that a step started. */
    static @Nullable Link child(StepRun step) {
        if (!(step.awaited() instanceof Child child)) {
            return null;
        }
        var id = child.id().toString();
        return new Link("", child.workflow() + " " + RunPage.shortId(id), "/runs/" + id);
    }

    /** What a step does, in words a person would use. */
    static String doing(StepRun step, Instant now) {
        return switch (step.state()) {
            case RUNNING -> running(step);
            case WAITING -> step.waitsForSteps() ? inside(step) : waiting(step, now);
            case COMPLETED -> completed(step);
            case FAILED -> failed(step);
            case CANCELED -> step.message() == null ? "" : String.valueOf(step.message());
            case PENDING, SKIPPED -> "";
        };
    }

    private static String running(StepRun step) {
        return step.attempts().size() == 1 ? "" : "attempt " + step.attempt().number();
    }

    private static String inside(StepRun step) {
        if (!(step.awaited() instanceof Branches inside)) {
            return "";
        }
        var all = inside.items().isEmpty() ? "" : " of " + Words.count(inside.items().size());
        return "%s%s done, %s at work"
                .formatted(
                        Words.count(inside.begun() - inside.open()),
                        all,
                        Words.count(inside.open()));
    }

    private static String waiting(StepRun step, Instant now) {
        var wakeAt = step.wakeAt();
        var left =
                wakeAt == null
                        ? ""
                        : Words.age(Duration.between(now, wakeAt).plusMillis(999)) + " left";
        var failure = step.attempt().failure();
        if (failure != null && step.reason() == Reason.RETRIES_EXHAUSTED) {
            return "failed with %s, tried again when somebody asks".formatted(failure.code());
        }
        if (failure != null) {
            return "attempt %d after %s%s"
                    .formatted(
                            step.attempt().number() + 1,
                            failure.code(),
                            left.isEmpty() ? "" : ", " + left);
        }
        var reason = step.reason();
        var why = reason == Reason.SLEEP && !left.isEmpty() ? "sleeps" : step.message();
        var words =
                step.awaited() instanceof Child
                        ? "waits for its end"
                        : why == null ? String.valueOf(reason).toLowerCase(Locale.ROOT) : why;
        return left.isEmpty() ? words : words + ", " + left;
    }

    private static String completed(StepRun step) {
        var decided = Decided.of(step);
        if (!decided.isEmpty()) {
            var verdict = decided.getFirst();
            var by = verdict.by().isEmpty() ? "" : " by " + verdict.by();
            var comment = verdict.comment().isEmpty() ? "" : ": " + verdict.comment();
            return Words.clip("approved" + by + comment, 200);
        }
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
