package io.agentrunner.dashboard;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run in the list.
 *
 * @param step the step it is at, or empty
 * @param doing what it does now, or what came of it, in words a person would use
 * @param since when it was started, in milliseconds since 1970, while it goes on; else empty
 */
public record RunRow(
        String id,
        String shortId,
        String state,
        Mark mark,
        String workflow,
        String step,
        String doing,
        Spark spark,
        String took,
        String since,
        List<Tag> tags,
        String createdIso,
        String createdDay,
        String createdMillis,
        String age) {

    /**
     * A row.
     *
     * @param longest what fills the bar
     */
    static RunRow of(Run run, @Nullable Workflow workflow, Duration longest, Instant now) {
        var id = run.id().toString();
        var created = run.created().at();
        boolean going = run.startedAt() != null && run.endedAt() == null;
        return new RunRow(
                id,
                RunPage.shortId(id),
                run.state().name(),
                Mark.of(run.state(), run.reason()),
                run.workflow(),
                step(run),
                doing(run, workflow, now),
                Spark.of(run, longest, now),
                run.startedAt() == null
                        ? ""
                        : Words.duration(length(run.startedAt(), run.endedAt(), now)),
                going ? String.valueOf(begun(run).toEpochMilli()) : "",
                Tag.of(run.created().tags()),
                created.toString(),
                Words.day(created),
                String.valueOf(created.toEpochMilli()),
                Words.age(Duration.between(created, now)));
    }

    /** A row of a run that is too long to be looked at as a whole: one bar for all it did. */
    static RunRow of(io.agentrunner.journal.RunRow run, Duration longest, Instant now) {
        var id = run.id().toString();
        var started = run.startedAt();
        var ended = run.endedAt();
        var mark = Mark.of(run.state(), run.reason());
        var length = length(started, ended, now);
        var step = run.currentStep();
        var message = run.message();
        return new RunRow(
                id,
                RunPage.shortId(id),
                run.state().name(),
                mark,
                run.workflow(),
                step == null ? "" : step,
                message == null ? "" : Words.clip(message, 200),
                Spark.plain(mark.css(), length, longest),
                started == null ? "" : Words.duration(length),
                started == null || ended != null ? "" : String.valueOf(started.toEpochMilli()),
                Tag.of(run.tags()),
                run.createdAt().toString(),
                Words.day(run.createdAt()),
                String.valueOf(run.createdAt().toEpochMilli()),
                Words.age(Duration.between(run.createdAt(), now)));
    }

    /** How long it took, or has taken until now; nothing before it was started. */
    static Duration length(@Nullable Instant started, @Nullable Instant ended, Instant now) {
        return started == null
                ? Duration.ZERO
                : Duration.between(started, ended == null ? now : ended);
    }

    private static Instant begun(Run run) {
        var started = run.startedAt();
        return started == null ? run.created().at() : started;
    }

    private static String step(Run run) {
        if (run.state() == RunState.COMPLETED || run.steps().isEmpty()) {
            return "";
        }
        var active = run.steps().active();
        return (active.isEmpty() ? run.steps().getLast() : active.getFirst()).key().path();
    }

    private static String doing(Run run, @Nullable Workflow workflow, Instant now) {
        return switch (run.state()) {
            case QUEUED -> queued(run, now);
            case RUNNING -> running(run, workflow, now);
            case WAITING, FAILED, CANCELED -> step(run).isEmpty() ? message(run) : atStep(run, now);
            case COMPLETED -> completed(run);
        };
    }

    private static String queued(Run run, Instant now) {
        var startAt = run.wakeAt();
        return startAt == null
                ? "waits for a free place"
                : "starts "
                        + Words.day(startAt)
                        + ", in "
                        + Words.age(Duration.between(now, startAt));
    }

    private static String running(Run run, @Nullable Workflow workflow, Instant now) {
        if (run.isCancelRequested()) {
            return "stopping";
        }
        var active = run.steps().active();
        if (active.isEmpty() || workflow == null) {
            return "";
        }
        var path = active.getFirst().key().path();
        var names = workflow.timeline().stream().map(Step::name).toList();
        var more = StepRow.doing(active.getFirst(), now);
        return "%d of %d%s"
                .formatted(
                        names.indexOf(RunPage.top(path)) + 1,
                        names.size(),
                        more.isEmpty() ? "" : ", " + more);
    }

    private static String atStep(Run run, Instant now) {
        var path = step(run);
        var words =
                run.steps()
                        .latest(path)
                        .filter(step -> step.state() != StepState.COMPLETED)
                        .map(step -> StepRow.doing(step, now))
                        .orElse("");
        return words.isEmpty() ? message(run) : words;
    }

    private static String message(Run run) {
        var message = run.message();
        return message == null ? "" : Words.clip(message, 200);
    }

    private static String completed(Run run) {
        var result = run.result();
        var words = result == null ? "" : Outcome.words(result);
        return words.isEmpty() ? Words.count(run.steps().size(), "step") : words;
    }
}
