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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final int HUNDREDS = 200;

    private final MailboxEngine engine;
    private final Nodes nodes;
    private final RunQueue queue;
    private final World world;
    private final String node;
    private final Map<UUID, Seen> seen = new HashMap<>();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final CompletableFuture<Void> recovered = new CompletableFuture<>();
    private World.Timer nextStart = () -> {};
    private volatile boolean backlog;
    private volatile boolean ready;

    private record Seen(int epoch, long beat, long sinceNanos) {}

    public Housekeeping(
            MailboxEngine engine, Nodes nodes, RunQueue queue, World world, String node) {
        this.engine = engine;
        this.nodes = nodes;
        this.queue = queue;
        this.world = world;
        this.node = node;
        engine.whenFenced(this::fenced);
        engine.whenPlaceIsFree(this::placeIsFree);
    }

    /** Goes on with every run that this node's former self left behind; the node has its lease. */
    public CompletionStage<Void> recover() {
        return queue.owned()
                .thenCompose(this::takeOnOwn)
                .thenRun(
                        () -> {
                            ready = true;
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
        if (!ready || !ticking.compareAndSet(false, true)) {
            return;
        }
        step("the beat", this::beat)
                .thenCompose(_ -> step("waking runs", this::claimDue))
                .thenCompose(_ -> step("starting queued runs", this::claimQueued))
                .thenCompose(_ -> step("timing the next start", this::timeNextStart))
                .thenCompose(_ -> step("looking at the other nodes", this::rescue))
                .whenComplete((_, _) -> ticking.set(false));
    }

    /**
     * Takes no new work; attempts may end by themselves within {@code grace}, then they are ended.
     */
    public CompletionStage<Void> drain(Duration grace) {
        ready = false;
        engine.drain();
        long end = world.time().nanos() + grace.toNanos();
        return idle(end)
                .thenRun(engine::handOver)
                .thenCompose(_ -> idle(world.time().nanos() + Duration.ofSeconds(3).toNanos()))
                .thenCompose(_ -> nodes.leave());
    }

    /** Completes when nothing is under way, or at {@code end}. */
    private CompletionStage<Void> idle(long end) {
        if (engine.attemptsUnderWay() == 0 || world.time().nanos() >= end) {
            return CompletableFuture.completedStage(null);
        }
        var later = new CompletableFuture<Void>();
        world.time().after(Duration.ofMillis(20), () -> later.complete(null));
        return later.thenCompose(_ -> idle(end));
    }

    private CompletionStage<Void> beat() {
        return nodes.beat()
                .thenAccept(
                        alive -> {
                            if (!alive) {
                                fenced();
                            }
                        });
    }

    private void fenced() {
        if (!ready) {
            return;
        }
        ready = false;
        Log.fenced();
        engine.abandonAll();
        step("joining again", () -> nodes.join().thenCompose(_ -> recover()));
    }

    private CompletionStage<Void> claimDue() {
        int free = engine.roster().free();
        return free == 0
                ? CompletableFuture.completedStage(null)
                : queue.claimDue(AHEAD, Math.min(free, HUNDREDS))
                        .thenCompose(due -> takeOn(due, _ -> new WakeUp(node)));
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
                            return takeOn(due, _ -> new Start(node));
                        })
                .whenComplete((_, _) -> claiming.set(false))
                .thenCompose(
                        _ ->
                                backlog && engine.roster().free() > 0
                                        ? claimQueued()
                                        : CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> timeNextStart() {
        return queue.untilNextStart(AHEAD).thenAccept(next -> next.ifPresent(this::startAfter));
    }

    /** One timer is enough: when it fires, it is set for the start that comes next. */
    private synchronized void startAfter(Duration delay) {
        nextStart.cancel();
        nextStart = world.time().after(delay, this::startOnTime);
    }

    private void startOnTime() {
        if (ready) {
            step("starting queued runs", this::claimQueued)
                    .thenCompose(_ -> step("timing the next start", this::timeNextStart));
        }
    }

    /** Queued runs don't wait for the next tick when a place becomes free. */
    private void placeIsFree() {
        if (ready && backlog && !claiming.get()) {
            step("starting queued runs", this::claimQueued);
        }
    }

    private CompletionStage<Void> rescue() {
        return nodes.all().thenCompose(this::rescueThe);
    }

    private CompletionStage<Void> rescueThe(List<Node> all) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (var other : all) {
            if (!other.id().equals(nodes.self()) && other.activeRuns() > 0 && isSilent(other)) {
                done = done.thenCompose(_ -> takeOver(other));
            }
        }
        return done;
    }

    /**
     * Judged by this node's own monotonic clock, from beats it could read itself; or it said so.
     */
    private boolean isSilent(Node other) {
        if (other.hasLeft()) {
            return true;
        }
        long now = world.time().nanos();
        var last = seen.get(other.id());
        if (last == null || last.epoch() != other.epoch() || last.beat() != other.beat()) {
            seen.put(other.id(), new Seen(other.epoch(), other.beat(), now));
            return false;
        }
        return now - last.sinceNanos() > LEASE.toNanos();
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

    private RunCommand firstAfter(Run run, String from) {
        return switch (run.state()) {
            case QUEUED -> new Start(node);
            case RUNNING -> new Recover(node, from);
            case WAITING, COMPLETED, FAILED, CANCELED -> new WakeUp(node);
        };
    }

    private CompletionStage<Void> takeOn(List<RunId> runs, Function<Run, RunCommand> first) {
        var all =
                runs.stream()
                        .map(
                                run ->
                                        step("run " + run, () -> engine.takeOn(run, first))
                                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all);
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
