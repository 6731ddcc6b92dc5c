package io.agentrunner.dashboard;

import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunDecider;
import io.agentrunner.run.StepRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who looks at a run has to know first.
 *
 * @param left until something happens by itself, and {@code then} what
 */
public record Note(
        String id,
        String css,
        String icon,
        String text,
        @Nullable Left left,
        String then,
        @Nullable Link link) {

    /** From then on a run is on its way to the limit. */
    static final int MANY_EVENTS = 10_000;

    static List<Note> of(Run run, Mark mark, Instant now) {
        var notes = new ArrayList<Note>();
        standing(run, mark, now).ifPresent(notes::add);
        if (run.seq() >= MANY_EVENTS && !run.state().isTerminal()) {
            notes.add(tooLong(run));
        }
        return notes;
    }

    private static Note tooLong(Run run) {
        var text =
                "This run has %s events and is ended at %s. Give long work to child runs."
                        .formatted(Words.count(run.seq()), Words.count(RunDecider.MOST_EVENTS));
        return new Note("n-long", "is-waiting", "i-alert", text, null, "", null);
    }

    private static Optional<Note> standing(Run run, Mark mark, Instant now) {
        return switch (run.state()) {
            case QUEUED -> Optional.of(queued(run, mark, now));
            case RUNNING -> run.isPaused() ? Optional.of(pausing(run)) : Optional.empty();
            case WAITING -> waiting(run, mark, now);
            case COMPLETED -> Optional.empty();
            case FAILED, CANCELED -> Optional.of(plain(mark, message(run)));
        };
    }

    private static Note queued(Run run, Mark mark, Instant now) {
        var left = Left.of(run.wakeAt(), now);
        return left == null
                ? plain(mark, run.isPaused() ? paused(run) : "Waits for a free place.")
                : timed(mark, "Starts at " + left.day() + ".", left, "left");
    }

    private static Note pausing(Run run) {
        var text = paused(run) + " What runs may finish.";
        return new Note("note", "is-waiting", "i-paused", text, null, "", null);
    }

    /** An approval or a signal has a form of its own, which says all. */
    private static Optional<Note> waiting(Run run, Mark mark, Instant now) {
        var left = Left.of(run.wakeAt(), now);
        return switch (run.reason()) {
            case APPROVAL, SIGNAL -> Optional.empty();
            case PAUSED -> Optional.of(plain(mark, paused(run)));
            case SLEEP -> Optional.of(timed(mark, "Sleeps until " + day(left) + ".", left, "left"));
            case RETRY -> Optional.of(timed(mark, failure(run), left, "to the next attempt"));
            case CHILD -> Optional.of(child(run, mark));
            case null, default -> Optional.of(timed(mark, message(run), left, "left"));
        };
    }

    private static String paused(Run run) {
        var pause = run.pause();
        if (pause == null) {
            return "";
        }
        var why = pause.reason() == null ? "" : ": " + pause.reason();
        return "Paused at %s%s. Nothing new starts until somebody resumes it."
                .formatted(Words.day(pause.at()), why);
    }

    private static String day(@Nullable Left left) {
        return left == null ? "somebody wakes it" : left.day();
    }

    /** The attempt whose repetition comes first. */
    private static String failure(Run run) {
        return run.steps().active().stream()
                .filter(step -> step.reason() == Reason.RETRY)
                .filter(step -> String.valueOf(step.wakeAt()).equals(String.valueOf(run.wakeAt())))
                .findFirst()
                .map(Note::failure)
                .orElse(message(run));
    }

    private static String failure(StepRun step) {
        var failure = step.attempt().failure();
        return failure == null
                ? String.valueOf(step.message())
                : "%s: attempt %d failed with %s: %s"
                        .formatted(
                                step.key().path(),
                                step.attempt().number(),
                                failure.code(),
                                Words.clip(failure.message(), 200));
    }

    private static Note child(Run run, Mark mark) {
        return run.steps().active().stream()
                .filter(step -> step.awaited() instanceof Child)
                .findFirst()
                .map(step -> (Child) step.awaited())
                .map(child -> child(child, mark))
                .orElse(plain(mark, message(run)));
    }

    private static Note child(Child child, Mark mark) {
        var id = child.id().toString();
        var link = new Link("", child.workflow() + " " + RunPage.shortId(id), "/runs/" + id);
        return new Note("note", mark.css(), mark.icon(), "Waits for the end of", null, "", link);
    }

    private static Note plain(Mark mark, String text) {
        return new Note("note", mark.css(), mark.icon(), text, null, "", null);
    }

    private static Note timed(Mark mark, String text, @Nullable Left left, String then) {
        return new Note("note", mark.css(), mark.icon(), text, left, then, null);
    }

    private static String message(Run run) {
        var message = run.message();
        return message == null ? "" : message;
    }
}
