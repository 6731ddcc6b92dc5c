package io.agentrunner.simulation;

import io.agentrunner.engine.StepTask;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has to be true after everything that happens. */
final class Invariants implements SimulatedDatabase.Witness {

    private record Result(RunId run, StepKey step) {}

    private record Working(SimulatedNode node, StepTask task) {}

    private record Started(RunId run, StepKey step, int attempt) {}

    private final SimulatedDatabase database;
    private final Simulator simulator;
    private final Set<Result> results = new HashSet<>();
    private final Set<Started> started = new HashSet<>();
    private final Map<Result, Working> working = new HashMap<>();
    private long commits;
    private long fingerprint;

    Invariants(SimulatedDatabase database) {
        this.database = database;
        this.simulator = database.simulator();
        database.witness(this);
    }

    long commits() {
        return commits;
    }

    /** The same for the same history. */
    long fingerprint() {
        return fingerprint;
    }

    /** A node is about to write that: it may, as far as it can know. */
    void isDecided(SimulatedNode node, Transition transition) {
        var now = node.process().now();
        var before = transition.before();
        var latest = before == null || before.updatedAt().isBefore(now) ? now : before.updatedAt();
        if (transition.at().isAfter(latest)) {
            simulator.violated("an event has a time that has not come: " + transition);
        }
        if (transition.creates() && transition.after().state() == RunState.RUNNING) {
            wantsRuns(node, 0);
        }
    }

    /** Whoever takes new runs has places reserved for them. */
    void wantsRuns(SimulatedNode node, int limit) {
        var load = node.engine().load();
        if (load.activeRuns() > load.maxActiveRuns() || limit > load.maxActiveRuns()) {
            simulator.violated("%s takes runs without places: %s".formatted(node.name(), load));
        }
    }

    /** What is said to be durable is. */
    void isAnswered(Transition transition, Appended answer) {
        if (answer instanceof Appended.Won) {
            isDurable(transition.after());
        }
    }

    void isDurable(Run run) {
        var stored = database.load(run.id());
        if (stored.isEmpty() || stored.get().seq() < run.seq()) {
            simulator.violated("%s is not durable at %d".formatted(run.id(), run.seq()));
        }
    }

    @Override
    public void committed(Transition transition, @Nullable Run before, Run after, UUID node) {
        commits++;
        simulator.note(
                () ->
                        "%s on %s: %s → %s"
                                .formatted(after.id(), node, transition.events(), after.state()));
        fingerprint = 31 * (31 * fingerprint + simulator.micros()) + after.seq();
        long last = before == null ? 0 : before.seq();
        if (transition.first() != last + 1) {
            simulator.violated(
                    "event %d of %s follows event %d"
                            .formatted(transition.first(), after.id(), last));
        }
        if (!after.equals(transition.after())) {
            simulator.violated("what was written is not what was decided: " + transition);
        }
        keepsLimit(after);
        isListedAsItAsks(after);
        transition.events().forEach(it -> happened(before, after, transition, it));
    }

    private void isListedAsItAsks(Run run) {
        var steps = run.steps();
        long asking = steps.waiting() == 0 ? 0 : steps.stream().filter(StepRun::asks).count();
        if (database.find(run.id()).filter(it -> it.asks() == asking).isEmpty()) {
            simulator.violated("%s is not listed with %d questions".formatted(run.id(), asking));
        }
    }

    private void keepsLimit(Run run) {
        var slot = run.created().slot();
        if (slot != null && new Turns(database).underWay(slot.key()) > slot.max()) {
            simulator.violated("more than %s: %s".formatted(slot, run.id()));
        }
    }

    private void happened(@Nullable Run before, Run after, Transition transition, RunEvent event) {
        switch (event) {
            case StepCompleted it -> {
                if (!results.add(new Result(after.id(), it.step()))) {
                    simulator.violated("a second result: " + it);
                }
            }
            case StepStarted it -> {
                if (!started.add(new Started(after.id(), it.step(), it.attempt()))) {
                    simulator.violated("an attempt that starts twice: " + it);
                }
                isNotEarly(before, transition, it.step(), event);
            }
            case StepResumed it -> isNotEarly(before, transition, it.step(), event);
            case RunFailed it when it.message().contains("a mistake in the server") ->
                    simulator.violated(it.message());
            default -> {}
        }
    }

    /** A wait with an end lasts until then, unless what it is for comes. */
    private void isNotEarly(
            @Nullable Run before, Transition transition, StepKey key, RunEvent event) {
        if (before == null || isAskedFor(transition)) {
            return;
        }
        before.steps()
                .find(key)
                .filter(step -> step.state() == StepState.WAITING)
                .filter(Invariants::waitsForTime)
                .map(StepRun::wakeAt)
                .filter(until -> event.at().isBefore(until))
                .ifPresent(until -> simulator.violated(event + " is early: " + until));
    }

    private static boolean waitsForTime(StepRun step) {
        return step.reason() == Reason.SLEEP || step.reason() == Reason.RETRY;
    }

    private static boolean isAskedFor(Transition transition) {
        return transition.events().stream()
                .anyMatch(it -> it instanceof RunStepRequested || it instanceof RunResumed);
    }

    /** An attempt begins: its start is durable and, where nobody else took over, its end is not. */
    void executes(SimulatedNode node, StepTask task) {
        var result = new Result(task.run(), task.step());
        if (!started.contains(new Started(task.run(), task.step(), task.attempt()))) {
            simulator.violated("executed before it was durable: " + what(node, task));
        }
        if (node.holdsLease()) {
            if (results.contains(result) && !node.process().stoodStill()) {
                simulator.violated("executed after its result: " + what(node, task));
            }
            var other = working.put(result, new Working(node, task));
            if (other != null && other.node() != node && isWanted(other)) {
                simulator.violated(
                        "executed while %s does: %s"
                                .formatted(other.node().name(), what(node, task)));
            }
        }
    }

    /** What was told to stop and doesn't is given up. */
    private static boolean isWanted(Working other) {
        return !other.task().stop().isGiven() && other.node().holdsLease();
    }

    void executed(SimulatedNode node, StepTask task) {
        working.remove(new Result(task.run(), task.step()), new Working(node, task));
    }

    private static String what(SimulatedNode node, StepTask task) {
        return "attempt %d of %s on %s"
                .formatted(task.attempt(), task.idempotencyKey(), node.name());
    }
}
