package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunState;
import java.time.Duration;
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
    private final String node;
    private final AtomicBoolean claiming = new AtomicBoolean();
    private volatile boolean backlog;

    Claims(Roster roster, RunQueue queue, Intake intake, String node) {
        this.roster = roster;
        this.queue = queue;
        this.intake = intake;
        this.node = node;
    }

    /** Whether queued runs wait for a place, and nobody is fetching them at the moment. */
    boolean isPlaceWaitedFor() {
        return backlog && !claiming.get();
    }

    /** Wakes what has waited long enough, or will have in a moment. */
    CompletionStage<Void> claimDue() {
        int free = roster.free();
        return free == 0
                ? CompletableFuture.completedStage(null)
                : queue.claimDue(AHEAD, Math.min(free, HUNDREDS))
                        .thenCompose(
                                due ->
                                        intake.takeOn(
                                                due,
                                                run ->
                                                        only(
                                                                RunState.WAITING,
                                                                run,
                                                                new WakeUp(node))));
    }

    /** Starts queued runs, as long as {@code goesOn}, there is room and there are more. */
    CompletionStage<Void> claimQueued(BooleanSupplier goesOn) {
        int wanted = Math.min(roster.free(), HUNDREDS);
        if (wanted == 0) {
            backlog = true;
            return CompletableFuture.completedStage(null);
        }
        if (!claiming.compareAndSet(false, true)) {
            return CompletableFuture.completedStage(null);
        }
        return queue.claimQueued(wanted)
                .thenCompose(
                        due -> {
                            backlog = due.size() == wanted;
                            return intake.takeOn(
                                    due, run -> only(RunState.QUEUED, run, new Start(node)));
                        })
                .whenComplete((_, _) -> claiming.set(false))
                .thenCompose(
                        _ ->
                                goesOn.getAsBoolean() && backlog && roster.free() > 0
                                        ? claimQueued(goesOn)
                                        : CompletableFuture.completedStage(null));
    }

    /** What was claimed may have ended, or gone on elsewhere, before it was read. */
    private static Optional<RunCommand> only(RunState expected, Run run, RunCommand command) {
        return run.state() == expected ? Optional.of(command) : Optional.empty();
    }
}
