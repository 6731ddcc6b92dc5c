package io.agentrunner.engine;

import io.agentrunner.journal.Nodes;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What time drives: this node's beat, queued runs to start, waits that are over, nodes that died.
 * Somebody calls {@link #tick} about once a second.
 */
public final class Housekeeping {

    /** How long a node may be silent before its runs are taken over. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration HANDING_OVER = Duration.ofSeconds(3);

    /** However many runs are due, what else a tick does has its turn by then. */
    private static final Duration LONGEST_WAKING = Duration.ofSeconds(1);

    private final MailboxEngine engine;
    private final Nodes nodes;
    private final RunQueue queue;
    private final World world;
    private final Intake intake;
    private final Claims claims;
    private final Rescuer rescuer;
    private final NextStart nextStart;
    private final Outage outage;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicBoolean joining = new AtomicBoolean();
    private final CompletableFuture<Void> recovered = new CompletableFuture<>();
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile long lastBeat;
    private volatile boolean ready;
    private volatile boolean fenced;
    private volatile boolean ending;

    public Housekeeping(
            MailboxEngine engine, Nodes nodes, RunQueue queue, World world, String node) {
        this.engine = engine;
        this.nodes = nodes;
        this.queue = queue;
        this.world = world;
        this.outage = new Outage(world.time());
        this.intake = new Intake(engine, queue, outage, world.time(), node);
        this.claims = new Claims(engine, queue, intake);
        this.rescuer = new Rescuer(nodes, world.time(), intake, node, this::rescue);
        this.nextStart = new NextStart(queue, world.time(), this::startOnTime);
        this.lastBeat = world.time().nanos();
        engine.whenFenced(this::fenced);
        engine.whenPlaceIsFree(this::placeIsFree);
        engine.whenStartIsPlanned(this::startIsPlanned);
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
            new Chore("the beat", this::beat)
                    .begin(outage::failed)
                    .whenComplete((_, _) -> beating.set(false));
        }
        if (ticking.compareAndSet(false, true)) {
            doWhatIsDue().whenComplete((_, _) -> ticking.set(false));
        }
    }

    private CompletionStage<Void> doWhatIsDue() {
        if (!ready) {
            return fenced ? joinAgain() : CompletableFuture.completedStage(null);
        }
        return ifReady("what was postponed", intake::takeUpPostponed)
                .thenCompose(_ -> ifReady("waking runs", this::claimDue))
                .thenCompose(_ -> ifReady("starting queued runs", this::claimQueued))
                .thenCompose(_ -> ifReady("timing the next start", nextStart::look))
                .thenCompose(_ -> rescue());
    }

    private CompletionStage<Void> rescue() {
        return ifReady("looking at the other nodes", rescuer::rescue);
    }

    private void startOnTime() {
        ifReady("starting queued runs", this::claimQueued)
                .thenCompose(_ -> ifReady("timing the next start", nextStart::look));
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
        return rescuer.hasCompany()
                && world.time().nanos() - lastBeat > LEASE.minus(MARGIN).toNanos();
    }

    private CompletionStage<Void> beat() {
        return nodes.beat()
                .thenAccept(
                        alive -> {
                            outage.isOver();
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
        return new Chore(
                        "joining again",
                        () ->
                                engine.abandonAll()
                                        .thenCompose(_ -> nodes.join())
                                        .thenCompose(_ -> recover()))
                .begin(outage::failed)
                .whenComplete((_, _) -> joining.set(false));
    }

    private CompletionStage<Void> claimDue() {
        long end = world.time().nanos() + LONGEST_WAKING.toNanos();
        return claims.claimDue(() -> ready && world.time().nanos() < end);
    }

    private CompletionStage<Void> claimQueued() {
        return claims.claimQueued(this::isReady);
    }

    /** Queued runs don't wait for the next tick when a place becomes free. */
    private void placeIsFree() {
        if (ready && claims.isPlaceWaitedFor()) {
            new Chore("waking runs", this::claimDue)
                    .begin(outage::failed)
                    .thenCompose(_ -> ifReady("starting queued runs", this::claimQueued));
        }
    }

    /** One that is to start before the next look at the queue would be late. */
    private void startIsPlanned(Instant at) {
        if (at.isBefore(world.time().now().plus(NextStart.AHEAD))) {
            startOnTime();
        }
    }

    /** Read before new runs are taken, so that none of those is mistaken for one left behind. */
    private CompletionStage<Void> takeOnOwn(List<RunId> leftBehind) {
        engine.open();
        return rescuer.goOnWithOwn(leftBehind);
    }

    /** A node that has just learnt that it is fenced, or is about to end, begins nothing. */
    private CompletionStage<Void> ifReady(String what, Supplier<CompletionStage<Void>> work) {
        return ready
                ? new Chore(what, work).begin(outage::failed)
                : CompletableFuture.completedStage(null);
    }
}
