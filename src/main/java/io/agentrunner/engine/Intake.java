package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Takes on the runs that have become this node's; one that fails to come is tried again. */
final class Intake {

    /** A statement whose answer was lost has happened by then, or never will. */
    private static final Duration LATEST = Duration.ofSeconds(15);

    /** By whichever clock: for so long nobody can have written to what one believes to have. */
    private static final Duration LATELY = Duration.ofSeconds(20);

    private final MailboxEngine engine;
    private final RunQueue queue;
    private final Outage outage;
    private final World.Time time;
    private final String node;
    private final Map<RunId, FirstWord> postponed = new ConcurrentHashMap<>();
    private final Ownership ownership;
    private volatile long doubted;
    private volatile boolean unsaid;

    Intake(MailboxEngine engine, RunQueue queue, Outage outage, World.Time time, String node) {
        this.time = time;
        this.ownership = new Ownership(queue);
        this.node = node;
        this.doubted = time.nanos() - LATEST.toNanos();
        this.engine = engine;
        this.queue = queue;
        this.outage = outage;
    }

    /** Takes on runs that have to come, whether or not there are places. */
    CompletionStage<Void> takeOn(List<RunId> runs, FirstWord first) {
        runs.forEach(_ -> engine.roster().reserveAnyway());
        return seat(runs, first);
    }

    /**
     * Takes on runs with a place reserved for each; tells them what to do first, if anything. What
     * fails is postponed.
     */
    CompletionStage<Void> seat(List<RunId> runs, FirstWord first) {
        return InTurns.each(
                runs,
                run ->
                        new Chore("run " + run, () -> seat(run, first))
                                .begin(outage::mayHaveFailed));
    }

    private CompletionStage<Void> seat(RunId run, FirstWord first) {
        return engine.takeOn(run, first)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                postponed.put(run, first);
                            }
                        });
    }

    /**
     * Says between parents and children what a dead node may not have come to say; again with the
     * next tick where not all of it could be said.
     */
    CompletionStage<Void> remindKin() {
        unsaid = true;
        return new Chore(
                        "what parents and children have to hear",
                        () -> engine.kin().remind(queue).thenRun(() -> unsaid = false))
                .begin(outage::mayHaveFailed);
    }

    /** Runs may have become this node's, or may yet, though nobody said which. */
    void doubt() {
        doubted = time.nanos();
    }

    private boolean isInDoubt() {
        return time.nanos() - doubted < LATEST.toNanos();
    }

    /** Tries again with whatever failed. */
    CompletionStage<Void> takeUpPostponed() {
        return takeOnPostponed()
                .thenCompose(_ -> unsaid ? remindKin() : CompletableFuture.completedStage(null));
    }

    /** Those that are still this node's, and what it has unawares. */
    private CompletionStage<Void> takeOnPostponed() {
        if (postponed.isEmpty() && !isInDoubt()) {
            return CompletableFuture.completedStage(null);
        }
        // What is postponed after the question was asked may be missing in the answer.
        var before = List.copyOf(postponed.keySet());
        return queue.owned()
                .thenCompose(
                        owned ->
                                takeOnPostponed(before, owned)
                                        .thenCompose(_ -> takeOnUnawares(owned)));
    }

    private CompletionStage<Void> takeOnUnawares(List<RunId> owned) {
        if (!isInDoubt()) {
            return CompletableFuture.completedStage(null);
        }
        return CompletableFuture.allOf(
                owned.stream()
                        .map(run -> engine.roster().settled(run).thenCompose(_ -> goOn(run)))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> goOn(RunId run) {
        return takeOn(List.of(run), it -> firstAfter(it, node));
    }

    /** What a run is told first that comes from a node that is no more, or from nowhere. */
    CompletionStage<Optional<RunCommand>> firstAfter(Run run, String from) {
        return switch (run.state()) {
            case QUEUED -> said(new Start());
            case RUNNING ->
                    wasOn(from, run) && isOld(run)
                            ? said(new Recover(from))
                            : recoveredIfOwned(run, from);
            case WAITING -> said(new WakeUp());
            case COMPLETED, FAILED, CANCELED -> CompletableFuture.completedStage(Optional.empty());
        };
    }

    private static CompletionStage<Optional<RunCommand>> said(RunCommand command) {
        return CompletableFuture.completedStage(Optional.of(command));
    }

    private static boolean wasOn(String node, Run run) {
        return run.steps().active().stream()
                .anyMatch(
                        step ->
                                step.state() == StepState.RUNNING
                                        && step.attempt().node().equals(node));
    }

    private boolean isOld(Run run) {
        return run.updatedAt().isBefore(time.now().minus(LATELY));
    }

    /** Another node may have gone on with it before it was read: then that one has it. */
    private CompletionStage<Optional<RunCommand>> recoveredIfOwned(Run run, String from) {
        return ownership
                .has(run.id())
                .thenApply(mine -> mine ? Optional.of(new Recover(from)) : Optional.empty());
    }

    private CompletionStage<Void> takeOnPostponed(List<RunId> before, List<RunId> owned) {
        var mine = new HashSet<>(owned);
        return InTurns.each(
                before,
                run -> {
                    var first = postponed.remove(run);
                    return first != null && mine.contains(run)
                            ? takeOn(List.of(run), first)
                            : CompletableFuture.completedStage(null);
                });
    }
}
