package io.agentrunner.engine;

import io.agentrunner.journal.Nodes;
import io.agentrunner.journal.Nodes.Node;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Goes on with the runs that a dead node left behind, this node's former self included. */
final class Rescuer {

    private static final Duration A_TICK = Duration.ofMillis(1100);

    private final Nodes nodes;
    private final World.Time time;
    private final Intake intake;
    private final String node;
    private final Watch watch = new Watch(Housekeeping.LEASE);
    private final Runnable again;
    private World.Timer next = () -> {};
    private volatile boolean hasCompany;

    /** Asks to be called by {@code again} when a look in between is worth it. */
    Rescuer(Nodes nodes, World.Time time, Intake intake, String node, Runnable again) {
        this.again = again;
        this.nodes = nodes;
        this.time = time;
        this.intake = intake;
        this.node = node;
    }

    /** Whether there were other nodes when they were last looked at. */
    boolean hasCompany() {
        return hasCompany;
    }

    /** Looks at the other nodes and takes over from those that are dead. */
    CompletionStage<Void> rescue() {
        return nodes.all().thenCompose(this::rescueFrom);
    }

    private CompletionStage<Void> rescueFrom(List<Node> all) {
        hasCompany = all.stream().anyMatch(it -> !it.id().equals(nodes.self()) && !it.hasLeft());
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        var deadOnes = watch.dead(all, time.nanos());
        watch.untilNext(time.nanos())
                .filter(it -> it.compareTo(A_TICK) < 0)
                .ifPresent(this::lookIn);
        for (var dead : deadOnes) {
            if (!dead.id().equals(nodes.self()) && dead.activeRuns() > 0) {
                done = done.thenCompose(_ -> takeOver(dead));
            }
        }
        return done;
    }

    /** A node that dies before the next look is not found late. */
    private synchronized void lookIn(Duration lapse) {
        next.cancel();
        next = time.after(lapse, again);
    }

    private CompletionStage<Void> takeOver(Node dead) {
        return nodes.takeOver(dead)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                intake.doubt();
                            }
                        })
                .thenCompose(runs -> goOn(dead.name(), runs.orElse(List.of())));
    }

    /** Goes on with what this node's former self left behind. */
    CompletionStage<Void> goOnWithOwn(List<RunId> leftBehind) {
        return goOn(node, leftBehind);
    }

    private CompletionStage<Void> goOn(String from, List<RunId> runs) {
        Log.recovered(runs.size(), from);
        return intake.takeOn(runs, run -> intake.firstAfter(run, from))
                .thenCompose(_ -> intake.remindKin());
    }
}
