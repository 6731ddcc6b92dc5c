package io.agentrunner.simulation;

import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Kinds of steps that do what such kinds may do: take time, fail, wait, and stop late or never. */
final class SimulatedSteps {

    private static final String SIGNAL = "go";
    private static final Artifact REPORT =
            new Artifact(new UUID(3, 1), "report.txt", "file", "text/plain", 3, "0".repeat(64));

    private final Cluster cluster;
    private final Simulator simulator;
    private final SimulatedNode node;
    private final SimulatedProcess process;

    SimulatedSteps(Cluster cluster, SimulatedNode node, SimulatedProcess process) {
        this.cluster = cluster;
        this.simulator = cluster.simulator();
        this.node = node;
        this.process = process;
    }

    private record Kind(
            String type, boolean blocks, int limit, Function<StepTask, Outcome> execution)
            implements StepExecutor {
        @Override
        public Outcome execute(StepTask task) {
            return execution.apply(task);
        }
    }

    List<StepExecutor> all() {
        return List.of(
                new Kind("work", true, 2, this::work),
                kind("quick", this::quick),
                kind("sleep", this::sleep),
                kind("approval", this::approval),
                kind("signal", this::signal),
                new Kind("run", true, 1_000, this::child),
                kind("parallel", task -> fan(task, List.of())),
                kind("forEach", task -> fan(task, items(task))));
    }

    private static StepExecutor kind(String type, Function<StepTask, Outcome> execution) {
        return new Kind(type, false, 10_000, execution);
    }

    private Outcome work(StepTask task) {
        cluster.invariants().executes(node, task);
        try {
            if (simulator.chance(0.1)) {
                sideEffect(task);
            }
            takeTime(task);
        } finally {
            cluster.invariants().executed(node, task);
        }
        return end(task);
    }

    /** Most stop when they are told to, sooner or later; some don't listen. */
    private void takeTime(StepTask task) {
        var pause = process.pause();
        boolean isLong = simulator.chance(0.1);
        pause.over(simulator.lapse(0, isLong ? 14_000_000 : 2_000_000));
        if (simulator.chance(0.9)) {
            task.stop().whenGiven(() -> pause.over(simulator.lapse(0, 300_000)));
        }
        pause.await();
    }

    /** What was recorded is not done again; what is said to be recorded is durable. */
    private void sideEffect(StepTask task) {
        if (!task.effects().recorded().isEmpty()) {
            return;
        }
        var pause = process.pause();
        pause.over(3_000_000);
        var recorded = task.effects().record(new Effect("once", "1")).toCompletableFuture();
        var _ = recorded.whenComplete((_, _) -> pause.over(0));
        pause.await();
        if (recorded.isDone() && !recorded.isCompletedExceptionally()) {
            boolean durable =
                    cluster.database()
                            .load(task.run())
                            .flatMap(run -> run.steps().find(task.step()))
                            .filter(step -> !step.effects().isEmpty())
                            .isPresent();
            if (!durable) {
                simulator.violated("a side effect is not durable: " + task.idempotencyKey());
            }
        }
    }

    private Outcome end(StepTask task) {
        if (task.stop().isGiven() && simulator.chance(0.8)) {
            return new Outcome.Stopped(List.of());
        }
        double luck = simulator.random().nextDouble();
        if (luck < 0.05) {
            return new Outcome.Completed("1", List.of(REPORT));
        } else if (luck < 0.72) {
            return Outcome.completed("1");
        } else if (luck < 0.73) {
            return Outcome.completed("\"\\u0000\"");
        } else if (luck < 0.74) {
            return Outcome.completed("\"\\ud800\"");
        } else if (luck < 0.75) {
            throw new IllegalStateException("a step that throws");
        } else {
            return Outcome.failed(luck < 0.8 ? "FATAL" : "FLAKY", "it went wrong");
        }
    }

    private Outcome quick(StepTask task) {
        cluster.invariants().executes(node, task);
        cluster.invariants().executed(node, task);
        return simulator.chance(0.9) ? Outcome.completed("1") : Outcome.failed("FLAKY", "no");
    }

    private Outcome sleep(StepTask task) {
        var until = task.startedAt().plusMillis(millis(task));
        return task.now().isBefore(until)
                ? new Outcome.Suspended(new Wait.Sleep("sleeps", until))
                : Outcome.completed("1");
    }

    private Outcome approval(StepTask task) {
        var until = until(task);
        if (task.current().awaited() instanceof Awaited.Approval(_, var verdict)) {
            if (verdict != null) {
                return verdict.approved()
                        ? Outcome.completed("1")
                        : ended("REJECTED", Reason.REJECTED);
            }
            if (until != null && !task.now().isBefore(until)) {
                return ended("TIMEOUT", Reason.APPROVAL_TIMEOUT);
            }
        }
        var request = new ApprovalRequest("may it?", null, null, null, false);
        return new Outcome.Suspended(new Wait.Approval(request, until));
    }

    private Outcome signal(StepTask task) {
        var until = until(task);
        if (task.current().awaited() instanceof Awaited.Signal(_, var data)) {
            if (data != null) {
                return Outcome.completed(data);
            }
            if (until != null && !task.now().isBefore(until)) {
                return ended("TIMEOUT", Reason.STEP_FAILED);
            }
        }
        return new Outcome.Suspended(new Wait.Signal(SIGNAL, until));
    }

    /** One child for each attempt that failed, and the first; found again after a crash. */
    private Outcome child(StepTask task) {
        return task.current().awaited() instanceof Awaited.Child(var id, var workflow, var end)
                ? end == null ? waitFor(id, workflow) : ended(end)
                : startChild(task);
    }

    private static Outcome waitFor(RunId child, String workflow) {
        return new Outcome.Suspended(new Wait.Child(child, workflow));
    }

    private static Outcome ended(Awaited.ChildEnd end) {
        return end.state() == RunState.COMPLETED
                ? Outcome.completed(String.valueOf(end.result()))
                : Outcome.failed("CHILD_FAILED", String.valueOf(end.message()));
    }

    private Outcome startChild(StepTask task) {
        var started = node.engine().start(request(task)).toCompletableFuture();
        var pause = process.pause();
        var _ = started.whenComplete((_, _) -> pause.over(0));
        pause.await();
        return started.isCompletedExceptionally()
                ? new Outcome.Suspended(
                        new Wait.Sleep("could not be started yet", task.now().plusSeconds(1)))
                : waitFor(idOf(started.join()), task.settings());
    }

    private static RunId idOf(Started started) {
        return switch (started) {
            case Started.Created(var run) -> run.id();
            case Started.Repeated(var id) -> id;
            case Started.KeyReused(var id) -> id;
        };
    }

    private StartRequest request(StepTask task) {
        var key = task.idempotencyKey() + "/" + task.current().failures();
        return new StartRequest(
                cluster.workflows().find(task.settings()),
                "{}",
                List.of(),
                "{}",
                task.created().priority(),
                null,
                new Parent(task.run(), task.step(), task.attempt()),
                null,
                null,
                null,
                IdempotencyKey.of("run step", key, new byte[0]));
    }

    private static Outcome ended(String code, Reason reason) {
        return new Outcome.Failed(Failure.of(code, "nobody let it go on"), reason, List.of());
    }

    private Outcome fan(StepTask task, List<String> items) {
        if (!(task.current().awaited() instanceof Awaited.Branches)) {
            return new Outcome.Suspended(new Wait.Branches(items, "waits for what is inside"));
        }
        if (task.inside().stream().anyMatch(it -> it.state().isActive())) {
            simulator.violated("woken before all inside has ended: " + task.idempotencyKey());
        }
        return Outcome.completed("1");
    }

    private static List<String> items(StepTask task) {
        return IntStream.range(0, Integer.parseInt(task.settings()))
                .mapToObj(String::valueOf)
                .toList();
    }

    /** Counted from the attempt, so that each has its own patience; null for one without end. */
    private static @Nullable Instant until(StepTask task) {
        long millis = millis(task);
        return millis == 0
                ? null
                : task.current().attempt().startedAt().plus(Duration.ofMillis(millis));
    }

    private static long millis(StepTask task) {
        return Long.parseLong(task.settings());
    }
}
