package io.agentrunner.engine;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Deadlines;
import io.agentrunner.run.Deadlines.Deadline;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The journal as one run sees it: every answer comes to the run's mailbox. */
record JournalOfRun(Journal journal, Workflow workflow, World.Time time, Mailbox mailbox) {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Exactly one of what it is answered with is there: an answer, or a failure. */
    void append(
            Run before,
            Run after,
            List<RunEvent> events,
            BiConsumer<@Nullable Appended, @Nullable Throwable> answered) {
        journal.append(new Transition(before, after, events, dueAt(after), null))
                .whenComplete(
                        (answer, failure) -> mailbox.post(() -> answered.accept(answer, failure)));
    }

    /** Reads the run as it is now; a journal that doesn't answer is asked until it does. */
    void reload(Run run, Consumer<Optional<Run>> then) {
        journal.load(run.id())
                .whenComplete(
                        (found, failure) ->
                                mailbox.post(
                                        () -> {
                                            if (failure == null) {
                                                then.accept(found);
                                            } else {
                                                later(run, failure, () -> reload(run, then));
                                            }
                                        }));
    }

    /** The journal did not answer: the same again, after a while. */
    void later(Run run, @Nullable Throwable failure, Runnable action) {
        Log.appendFailed(run, failure);
        time.after(PAUSE, () -> mailbox.post(action));
    }

    private @Nullable Instant dueAt(Run after) {
        return after.state() == RunState.WAITING
                ? Deadlines.next(workflow, after).map(Deadline::at).orElse(null)
                : null;
    }
}
