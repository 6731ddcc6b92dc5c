package io.agentrunner.dashboard;

import io.agentrunner.dashboard.StepTree.Place;
import io.agentrunner.run.Attempt;
import io.agentrunner.run.Failure;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one step of a run: how it is defined, every attempt, what came of it.
 *
 * @param child the run that it started
 * @param decided what a person decided
 * @param input the fields of its kind as they are defined, templates and all
 */
public record StepPanel(
        String name,
        Mark mark,
        List<Fact> facts,
        String description,
        @Nullable Link child,
        List<Decided> decided,
        List<Try> tries,
        Code input,
        @Nullable Code result) {

    /** A name and its value. */
    public record Fact(String name, String value) {}

    /**
     * An attempt, or the pause before the next.
     *
     * @param title {@code Attempt 2}, or empty for a pause
     * @param since when it began, in milliseconds since 1970, while it goes on; else empty
     * @param code hash of the program's code that it executed, or empty
     * @param text what went wrong, or empty
     */
    public record Try(
            Mark mark,
            String title,
            String took,
            String since,
            String node,
            String code,
            String text) {}

    static Optional<StepPanel> of(StepTree tree, String path, Instant now) {
        return path.isEmpty() ? Optional.empty() : tree.find(path).map(it -> of(it, now));
    }

    private static StepPanel of(Place place, Instant now) {
        var step = place.definition();
        var latest = Optional.ofNullable(place.latest());
        var result = latest.map(StepRun::result).orElse(null);
        return new StepPanel(
                place.path(),
                latest.map(StepRow::mark).orElse(Mark.of(place.state(), null)),
                facts(step, latest),
                step.description() == null ? "" : String.valueOf(step.description()),
                latest.map(StepRow::child).orElse(null),
                latest.map(Decided::of).orElse(List.of()),
                latest.map(it -> tries(it, now)).orElse(List.of()),
                Code.of(step.settings()),
                result == null ? null : Code.of(result));
    }

    private static List<Fact> facts(Step step, Optional<StepRun> latest) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Type", step.type()));
        latest.filter(it -> it.key().iteration() > 1)
                .ifPresent(it -> facts.add(new Fact("Iteration", "" + it.key().iteration())));
        facts.add(new Fact("Timeout", Words.limit(step.timeout())));
        facts.add(new Fact("Retry", retry(step.retry())));
        return facts;
    }

    private static String retry(RetryPolicy policy) {
        return policy.maxAttempts() == 1
                ? "none"
                : Words.count(policy.maxAttempts(), "attempt")
                        + ", from "
                        + Words.limit(policy.backoff());
    }

    private static List<Try> tries(StepRun step, Instant now) {
        var tries = new ArrayList<Try>();
        for (var stretch : Stretch.of(step, now)) {
            var attempt = stretch.attempt();
            if (attempt == null) {
                tries.add(pause(stretch));
            } else if (stretch.kind() != Stretch.Kind.WAIT || stretch.live()) {
                tries.add(attempt(attempt, step, now));
            }
        }
        return tries;
    }

    private static Try pause(Stretch stretch) {
        var took = Words.duration(stretch.from(), stretch.to());
        var mark = new Mark("is-waiting", "i-retry", "Backoff", "");
        return new Try(mark, "", took, since(stretch.live(), stretch.from()), "", "", "");
    }

    private static Try attempt(Attempt attempt, StepRun step, Instant now) {
        var ended = attempt.endedAt();
        var failure = attempt.failure();
        boolean waits = attempt.state() == StepState.WAITING;
        var mark = Mark.of(attempt.state(), waits ? step.reason() : null);
        return new Try(
                failure == null ? mark : mark.because(failure.code()),
                "Attempt " + attempt.number(),
                Words.duration(Duration.between(attempt.startedAt(), ended == null ? now : ended)),
                since(ended == null, attempt.startedAt()),
                attempt.node(),
                attempt.code() == null ? "" : WorkflowPage.hash(attempt.code()),
                failure == null ? "" : text(failure));
    }

    private static String text(Failure failure) {
        var text = new StringBuilder(failure.message());
        var details = failure.details();
        if (details != null) {
            text.append('\n').append(details);
        }
        var trace = failure.stackTrace();
        if (trace != null) {
            text.append("\n\n").append(trace);
        }
        return text.toString();
    }

    private static String since(boolean live, Instant from) {
        return live ? String.valueOf(from.toEpochMilli()) : "";
    }
}
