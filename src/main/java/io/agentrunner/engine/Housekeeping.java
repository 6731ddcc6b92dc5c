package io.agentrunner.engine;

import io.agentrunner.journal.Nodes;
import io.agentrunner.journal.Nodes.Node;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What time drives: this node's beat, queued runs to start, waits that are over, nodes that died.
 * Somebody calls {@link #tick} about once a second.
 */
public final class Housekeeping {

    /** How long a node may be silent before its runs are taken over. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration AHEAD = Duration.ofMillis(1500);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final int HUNDREDS = 200;
    private static final Duration HANDING_OVER = Duration.ofSeconds(3);

    private final MailboxEngine engine;
    private final Nodes nodes;
    private final RunQueue queue;
    private final World world;
    private final String node;
    private final Watch watch = new Watch(LEASE);
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicBoolean joining = new AtomicBoolean();
    private final Map<RunId, Function<Run, Optional<RunCommand>>> postponed =
            new ConcurrentHashMap<>();
    private final CompletableFuture<Void> recovered = new CompletableFuture<>();
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile long lastBeat;
    private volatile boolean hasCompany;
    private volatile boolean backlog;
    private volatile boolean ready;
    private volatile boolean fenced;
    private volatile boolean ending;

    public Housekeeping(
            MailboxEngine engine, Nodes nodes, RunQueue queue, World world, String node) {
        this.engine = engine;
        this.nodes = nodes;
        this.queue = queue;
        this.world = world;
        this.node = node;
        this.lastBeat = world.time().nanos();
        engine.whenFenced(this::fenced);
        engine.whenPlaceIsFree(this::placeIsFree);
    }

    /** Goes on with every run that this node's former self left behind; the node has its lease. */
    public CompletionStage<Void> recover() {
        return queue.owned()
                .thenCompose(this::takeOnOwn)
                .thenRun(
                        () -> {
                            lastBeat = world.time().nanos();
                            fenced = false;
                            ready = !ending;
                            recovered.complete(null);
                        });
    }

    /** Whether recovery is over and the end has not begun. */
    public boolean isReady() {
        return ready;
    }

    /** Completes when recovery is over. */
    public CompletionStage<Void> whenReady() {
        return recovered;
    }

    /** Does what is due. Returns at once; a tick that comes too early is skipped. */
    public void tick() {
        if (ready && isAloneTooLong()) {
            fenced();
        }
        if (!fenced && !ending && beating.compareAndSet(false, true)) {
            step("the beat", this::beat).whenComplete((_, _) -> beating.set(false));
        }
        if (ticking.compareAndSet(false, true)) {
            doWhatIsDue().whenComplete((_, _) -> ticking.set(false));
        }
    }

    private CompletionStage<Void> doWhatIsDue() {
        if (!ready) {
            return fenced ? joinAgain() : CompletableFuture.completedStage(null);
        }
        return ifReady("what was postponed", this::takeOnPostponed)
                .thenCompose(_ -> ifReady("waking runs", this::claimDue))
                .thenCompose(_ -> ifReady("starting queued runs", this::claimQueued))
                .thenCompose(_ -> ifReady("looking at the other nodes", this::rescue));
    }

    /**
     * Takes no new work; attempts may end by themselves within {@code grace}, then they are ended.
     */
    public CompletionStage<Void> drain(Duration grace) {
        ending = true;
        ready = false;
        engine.drain();
        return until(() -> engine.attemptsUnderWay() == 0, grace)
                .thenRun(engine::handOver)
                .thenCompose(_ -> until(() -> engine.roster().taken() == 0, HANDING_OVER))
                .thenCompose(_ -> nodes.leave());
    }

    private CompletionStage<Void> until(BooleanSupplier done, Duration atMost) {
        return until(done, world.time().nanos() + atMost.toNanos());
    }

    /** Completes when it is done, or at {@code end}. */
    private CompletionStage<Void> until(BooleanSupplier done, long end) {
        if (done.getAsBoolean() || world.time().nanos() >= end) {
            return CompletableFuture.completedStage(null);
        }
        var later = new CompletableFuture<Void>();
        world.time().after(Duration.ofMillis(20), () -> later.complete(null));
        return later.thenCompose(_ -> until(done, end));
    }

    boolean isTicking() {
        return ticking.get() || beating.get();
    }

    /**
     * Others may have taken over by now what this node can't say it has. Alone on its database it
     * has nobody to fear, and what runs here may go on.
     */
    private boolean isAloneTooLong() {
        return hasCompany && world.time().nanos() - lastBeat > LEASE.minus(MARGIN).toNanos();
    }

    private CompletionStage<Void> beat() {
        return nodes.beat()
                .thenAccept(
                        alive -> {
                            if (alive) {
                                lastBeat = world.time().nanos();
                            } else {
                                fenced();
                            }
                        });
    }

    private void fenced() {
        if (!ready) {
            return;
        }
        ready = false;
        fenced = true;
        Log.fenced();
        engine.drain();
        joinAgain();
    }

    /** One at a time; when it fails, with the next tick again. */
    private CompletionStage<Void> joinAgain() {
        if (ending || !joining.compareAndSet(false, true)) {
            return CompletableFuture.completedStage(null);
        }
        return step(
                        "joining again",
                        () ->
                                engine.abandonAll()
                                        .thenCompose(_ -> nodes.join())
                                        .thenCompose(_ -> recover()))
                .whenComplete((_, _) -> joining.set(false));
    }

    private CompletionStage<Void> claimDue() {
        int free = engine.roster().free();
        return free == 0
                ? CompletableFuture.completedStage(null)
                : queue.claimDue(AHEAD, Math.min(free, HUNDREDS))
                        .thenCompose(
                                due ->
                                        takeOn(
                                                due,
                                                run ->
                                                        only(
                                                                RunState.WAITING,
                                                                run,
                                                                new WakeUp(node))));
    }

    private CompletionStage<Void> claimQueued() {
        int wanted = Math.min(engine.roster().free(), HUNDREDS);
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
                            return takeOn(due, run -> only(RunState.QUEUED, run, new Start(node)));
                        })
                .whenComplete((_, _) -> claiming.set(false))
                .thenCompose(
                        _ ->
                                ready && backlog && engine.roster().free() > 0
                                        ? claimQueued()
                                        : CompletableFuture.completedStage(null));
    }

    /** Queued runs don't wait for the next tick when a place becomes free. */
    private void placeIsFree() {
        if (ready && backlog && !claiming.get()) {
            step("waking runs", this::claimDue)
                    .thenCompose(_ -> ifReady("starting queued runs", this::claimQueued));
        }
    }

    private CompletionStage<Void> rescue() {
        return nodes.all().thenCompose(this::rescueFrom);
    }

    private CompletionStage<Void> rescueFrom(List<Node> all) {
        hasCompany = all.stream().anyMatch(it -> !it.id().equals(nodes.self()) && !it.hasLeft());
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (var dead : watch.dead(all, world.time().nanos())) {
            if (!dead.id().equals(nodes.self()) && dead.activeRuns() > 0) {
                done = done.thenCompose(_ -> takeOver(dead));
            }
        }
        return done;
    }

    private CompletionStage<Void> takeOver(Node dead) {
        return nodes.takeOver(dead)
                .thenCompose(runs -> takeOnFrom(dead.name(), runs.orElse(List.of())));
    }

    /** Read before new runs are taken, so that none of those is mistaken for one left behind. */
    private CompletionStage<Void> takeOnOwn(List<RunId> leftBehind) {
        engine.open();
        return takeOnFrom(node, leftBehind);
    }

    private CompletionStage<Void> takeOnFrom(String from, List<RunId> runs) {
        Log.recovered(runs.size(), from);
        return takeOn(runs, run -> firstAfter(run, from));
    }

    private Optional<RunCommand> firstAfter(Run run, String from) {
        return switch (run.state()) {
            case QUEUED -> Optional.of(new Start(node));
            case RUNNING -> Optional.of(new Recover(node, from));
            case WAITING -> Optional.of(new WakeUp(node));
            case COMPLETED, FAILED, CANCELED -> Optional.empty();
        };
    }

    /** What was claimed may have ended, or gone on elsewhere, before it was read. */
    private static Optional<RunCommand> only(RunState expected, Run run, RunCommand command) {
        return run.state() == expected ? Optional.of(command) : Optional.empty();
    }

    private CompletionStage<Void> takeOn(
            List<RunId> runs, Function<Run, Optional<RunCommand>> first) {
        var all =
                runs.stream()
                        .map(
                                run ->
                                        step("run " + run, () -> takeOn(run, first))
                                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all);
    }

    private CompletionStage<Void> takeOn(RunId run, Function<Run, Optional<RunCommand>> first) {
        return engine.takeOn(run, first)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                postponed.put(run, first);
                            }
                        });
    }

    /** Those that are still this node's. */
    private CompletionStage<Void> takeOnPostponed() {
        if (postponed.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return queue.owned().thenCompose(this::takeOnPostponed);
    }

    private CompletionStage<Void> takeOnPostponed(List<RunId> owned) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (var run : List.copyOf(postponed.keySet())) {
            var first = postponed.remove(run);
            if (first != null && owned.contains(run)) {
                done = done.thenCompose(_ -> takeOn(List.of(run), first));
            }
        }
        return done;
    }

    /** A node that has just learnt that it is fenced, or is about to end, begins nothing. */
    private CompletionStage<Void> ifReady(String what, Supplier<CompletionStage<Void>> work) {
        return ready ? step(what, work) : CompletableFuture.completedStage(null);
    }

    /** A failure ends the step it happens in, is logged, and is tried again with the next tick. */
    private static CompletionStage<Void> step(String what, Supplier<CompletionStage<Void>> work) {
        try {
            return work.get()
                    .exceptionally(
                            failure -> {
                                Log.postponed(what, failure);
                                return null;
                            });
        } catch (RuntimeException failure) {
            Log.postponed(what, failure);
            return CompletableFuture.completedStage(null);
        }
    }
}
