package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Fetches runs that are due from the database, never more than there is room for. */
final class Claims {

    private static final Duration AHEAD = Duration.ofMillis(1500);
    private static final int HUNDREDS = 200;

    private final Roster roster;
    private final RunQueue queue;
    private final Intake intake;
    private final Overdue overdue;
    private @Nullable CompletableFuture<Void> claiming;
    private boolean askedAgain;

    Claims(MailboxEngine engine, RunQueue queue, Intake intake) {
        this.roster = engine.roster();
        this.queue = queue;
        this.intake = intake;
        this.overdue = new Overdue(engine, queue);
    }

    /** Whether queued runs wait for a place. */
    boolean isPlaceWaitedFor() {
        return roster.hasLine();
    }

    /**
     * Wakes what has waited long enough, or will have in a moment, as long as {@code goesOn} and
     * there is more.
     */
    CompletionStage<Void> claimDue(BooleanSupplier goesOn) {
        int places = roster.reserve(HUNDREDS);
        return places == 0
                ? overdue.say()
                : fill(
                                places,
                                queue.claimDue(AHEAD, places),
                                run -> only(RunState.WAITING, run, new WakeUp()))
                        .thenCompose(
                                came ->
                                        came == places && goesOn.getAsBoolean()
                                                ? claimDue(goesOn)
                                                : CompletableFuture.completedStage(null));
    }

    /**
     * Starts queued runs, as long as {@code goesOn}, there is room and there are more. Who asks
     * while that is under way is answered by another look after it.
     */
    CompletionStage<Void> claimQueued(BooleanSupplier goesOn) {
        CompletableFuture<Void> answer;
        synchronized (this) {
            if (claiming != null) {
                askedAgain = true;
                return claiming;
            }
            claiming = new CompletableFuture<>();
            answer = claiming;
        }
        claimRounds(goesOn);
        return answer;
    }

    private void claimRounds(BooleanSupplier goesOn) {
        claimRound()
                .whenComplete(
                        (all, failure) -> {
                            boolean more = failure == null && !all;
                            ended(more, goesOn.getAsBoolean())
                                    .ifPresentOrElse(
                                            answer -> answer(answer, failure),
                                            () -> claimRounds(goesOn));
                        });
    }

    /** The answer that is due now; empty when another round is. */
    private synchronized Optional<CompletableFuture<Void>> ended(boolean more, boolean goesOn) {
        boolean another = goesOn && (more || askedAgain);
        askedAgain = false;
        var answer = Objects.requireNonNull(claiming);
        if (another) {
            return Optional.empty();
        }
        claiming = null;
        return Optional.of(answer);
    }

    private static void answer(CompletableFuture<Void> answer, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    /** Whether that was all that there is, or all that there is room for. */
    private CompletionStage<Boolean> claimRound() {
        int places = roster.reserve(HUNDREDS);
        if (places == 0) {
            roster.hasLine(true);
            return CompletableFuture.completedStage(true);
        }
        return fill(
                        places,
                        queue.claimQueued(places),
                        run -> only(RunState.QUEUED, run, new Start()))
                .thenApply(
                        came -> {
                            roster.hasLine(came == places);
                            return came < places;
                        });
    }

    /** How many came to the places reserved for them. */
    private CompletionStage<Integer> fill(
            int places, CompletionStage<List<RunId>> claimed, FirstWord first) {
        return claimed.whenComplete(
                        (runs, failure) -> {
                            roster.cancelReservations(
                                    failure == null ? places - runs.size() : places);
                            if (failure != null) {
                                intake.doubt();
                            }
                        })
                .thenCompose(runs -> intake.seat(runs, first).thenApply(_ -> runs.size()));
    }

    /** What was claimed may have ended, or gone on elsewhere, before it was read. */
    private static CompletionStage<Optional<RunCommand>> only(
            RunState expected, Run run, RunCommand command) {
        return CompletableFuture.completedStage(
                run.state() == expected ? Optional.of(command) : Optional.empty());
    }
}
