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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Fetches runs that are due from the database, never more than there is room for. */
final class Claims {

    private static final Duration AHEAD = Duration.ofMillis(1500);
    private static final int HUNDREDS = 200;

    private final Roster roster;
    private final RunQueue queue;
    private final Intake intake;
    private final Overdue overdue;
    private final AtomicBoolean claiming = new AtomicBoolean();

    Claims(MailboxEngine engine, RunQueue queue, Intake intake) {
        this.roster = engine.roster();
        this.queue = queue;
        this.intake = intake;
        this.overdue = new Overdue(engine, queue);
    }

    /** Whether queued runs wait for a place, and nobody is fetching them at the moment. */
    boolean isPlaceWaitedFor() {
        return roster.hasLine() && !claiming.get();
    }

    /** Wakes what has waited long enough, or will have in a moment. */
    CompletionStage<Void> claimDue() {
        int places = roster.reserve(HUNDREDS);
        return places == 0
                ? overdue.say()
                : fill(
                                places,
                                queue.claimDue(AHEAD, places),
                                run -> only(RunState.WAITING, run, new WakeUp()))
                        .thenApply(_ -> null);
    }

    /** Starts queued runs, as long as {@code goesOn}, there is room and there are more. */
    CompletionStage<Void> claimQueued(BooleanSupplier goesOn) {
        if (!claiming.compareAndSet(false, true)) {
            return CompletableFuture.completedStage(null);
        }
        int places = roster.reserve(HUNDREDS);
        if (places == 0) {
            roster.hasLine(true);
            claiming.set(false);
            return CompletableFuture.completedStage(null);
        }
        return fill(
                        places,
                        queue.claimQueued(places),
                        run -> only(RunState.QUEUED, run, new Start()))
                .whenComplete((_, _) -> claiming.set(false))
                .thenCompose(
                        came -> {
                            roster.hasLine(came == places);
                            return goesOn.getAsBoolean() && came == places
                                    ? claimQueued(goesOn)
                                    : CompletableFuture.completedStage(null);
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
