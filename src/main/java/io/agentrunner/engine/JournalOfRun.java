package io.agentrunner.engine;

import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The journal as one run sees it: every answer comes to the run's mailbox. */
record JournalOfRun(Journal journal, World.Time time, Mailbox mailbox) {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Exactly one of what it is answered with is there: an answer, or a failure. */
    void append(
            Transition transition, BiConsumer<@Nullable Appended, @Nullable Throwable> answered) {
        asked(() -> journal.append(transition))
                .whenComplete(
                        (answer, failure) -> mailbox.post(() -> answered.accept(answer, failure)));
    }

    /** Reads the run as it is now; a journal that doesn't answer is asked until it does. */
    void reload(Run run, Consumer<Optional<Run>> then) {
        asked(() -> journal.load(run.id()))
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

    /** A journal that is being closed may refuse to be asked at all. */
    private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }
}
