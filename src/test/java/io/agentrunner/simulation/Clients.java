package io.agentrunner.simulation;

import io.agentrunner.engine.Engine.Again;
import io.agentrunner.engine.Engine.Draining;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who start runs and talk to them, and remember what they were told. */
final class Clients {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int MOST_RETRIES = 6;

    private final Cluster cluster;
    private final Simulator simulator;
    private final Map<IdempotencyKey, RunId> byKey = new HashMap<>();
    private final List<StartRequest> repeatable = new ArrayList<>();
    private final List<Question> unanswered = new ArrayList<>();

    /** Something that was asked of a process. */
    private record Question(String what, SimulatedProcess process, long since) {}

    Clients(Cluster cluster) {
        this.cluster = cluster;
        this.simulator = cluster.simulator();
    }

    /** Wants something of a node, whatever comes to mind. */
    void act(int mostRuns) {
        var serving = cluster.serving();
        if (serving.isEmpty()) {
            return;
        }
        var node = cluster.any(serving);
        var runs = cluster.database().runs();
        if (runs.size() < mostRuns && simulator.chance(0.4)) {
            start(node);
        } else if (!runs.isEmpty()) {
            talk(node, cluster.any(List.copyOf(runs)).run());
        }
    }

    private void start(SimulatedNode node) {
        var request =
                !repeatable.isEmpty() && simulator.chance(0.2)
                        ? cluster.any(repeatable)
                        : request();
        ask(
                "start on " + node.name(),
                node,
                node.engine().start(request),
                it -> started(request, it));
    }

    private StartRequest request() {
        var random = simulator.random();
        boolean hasKey = simulator.chance(0.3);
        var key = hasKey ? key(random.nextInt(3), random.nextInt(4) == 0) : null;
        var request =
                new StartRequest(
                        cluster.workflows().one(),
                        "{}",
                        List.of(),
                        "{}",
                        random.nextInt(3),
                        null,
                        simulator.chance(0.15)
                                ? simulator.now().plusMillis(simulator.lapse(0, 8_000))
                                : null,
                        null,
                        key);
        if (hasKey) {
            repeatable.add(request);
        }
        return request;
    }

    private static IdempotencyKey key(int name, boolean other) {
        var body = other ? "other" : "body";
        return IdempotencyKey.of("start", "k" + name, body.getBytes(StandardCharsets.UTF_8));
    }

    private void started(StartRequest request, Started started) {
        switch (started) {
            case Started.Created(var run) -> {
                cluster.invariants().isDurable(run);
                remember(request.key(), run.id());
            }
            case Started.Repeated(var run) -> remember(request.key(), run);
            case Started.KeyReused(var run) -> {
                if (run.equals(byKey.get(request.key()))) {
                    simulator.violated("the same request, called another: " + run);
                }
            }
        }
    }

    private void remember(@Nullable IdempotencyKey key, RunId run) {
        if (key != null) {
            var before = byKey.put(key, run);
            if (before != null && !before.equals(run)) {
                simulator.violated("two runs by one key: %s and %s".formatted(before, run));
            }
        }
    }

    private void talk(SimulatedNode node, Run run) {
        int luck = simulator.random().nextInt(100);
        if (luck < 12) {
            tell(node, run, new Cancel("enough"));
        } else if (luck < 24) {
            tell(node, run, new Pause("wait"));
        } else if (luck < 42) {
            tell(node, run, new Resume());
        } else if (luck < 50) {
            tell(node, run, new TakeStep());
        } else if (luck < 65) {
            tell(node, run, new Send(new Signal("go", "2")));
        } else if (luck < 80) {
            decide(node, run, simulator.chance(0.8));
        } else if (luck < 83 && run.state().isTerminal()) {
            ask("retry " + run.id(), node, node.engine().retry(run.id()), it -> again(run, it));
        } else if (luck < 90) {
            ask("find " + run.id(), node, node.engine().find(run.id()), it -> found(run, it));
        } else {
            ask(
                    "await " + run.id(),
                    node,
                    node.engine().await(run.id(), PATIENCE),
                    it -> found(run, it));
        }
    }

    private void again(Run run, Optional<Again> again) {
        if (again.isEmpty()) {
            simulator.violated("unknown: " + run.id());
        } else if (again.get() instanceof Again.Made(Started.Created(var made))) {
            cluster.invariants().isDurable(made);
        }
    }

    private void found(Run atLeast, Optional<Run> found) {
        if (found.isEmpty()) {
            simulator.violated("not found: " + atLeast.id());
        } else {
            cluster.invariants().isDurable(found.get());
        }
    }

    private void decide(SimulatedNode node, Run run, boolean approved) {
        var path = run.steps().isEmpty() ? "a" : cluster.any(List.copyOf(run.steps())).key().path();
        tell(node, run, decision(path, approved));
    }

    private Decide decision(String path, boolean approved) {
        return new Decide(path, new Verdict(approved, null, null, "somebody", simulator.now()));
    }

    private void tell(SimulatedNode node, Run run, Fact fact) {
        var what = "%s to %s on %s".formatted(fact, run.id(), node.name());
        ask(what, node, node.engine().tell(run.id(), fact), it -> told(run, it));
    }

    private void told(Run run, Optional<Told> told) {
        if (told.isEmpty()) {
            simulator.violated("unknown: " + run.id());
        } else if (told.get() instanceof Told.Done(var after)) {
            cluster.invariants().isDurable(after);
        }
    }

    private <T> void ask(
            String what, SimulatedNode node, CompletionStage<T> answer, Consumer<T> check) {
        var question = new Question(what, node.process(), simulator.micros());
        unanswered.add(question);
        simulator.note(() -> what);
        var _ =
                answer.whenComplete(
                        (it, failure) -> {
                            unanswered.remove(question);
                            if (failure == null) {
                                check.accept(it);
                            } else {
                                failed(what, failure);
                            }
                        });
    }

    private void failed(String what, Throwable failure) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (!(cause instanceof JournalUnavailable || cause instanceof Draining)) {
            simulator.violated("%s failed with %s".formatted(what, cause));
        }
    }

    /** Answers all that waits for somebody, so that every run can come to its end. */
    void answerEverything() {
        var serving = cluster.serving();
        if (serving.isEmpty()) {
            return;
        }
        for (var stored : List.copyOf(cluster.database().runs())) {
            if (!stored.run().state().isTerminal()) {
                answer(cluster.any(serving), stored.run());
            }
        }
    }

    private void answer(SimulatedNode node, Run run) {
        if (run.isPaused()) {
            tell(node, run, new Resume());
            return;
        }
        run.steps().active().stream()
                .filter(step -> step.state() == StepState.WAITING)
                .forEach(step -> answer(node, run, step));
    }

    private void answer(SimulatedNode node, Run run, StepRun step) {
        switch (step.reason()) {
            case RETRIES_EXHAUSTED ->
                    tell(
                            node,
                            run,
                            step.attempts().size() < MOST_RETRIES
                                    ? new Resume()
                                    : new Cancel("no use"));
            case APPROVAL -> tell(node, run, decision(step.key().path(), true));
            case SIGNAL -> {
                if (run.signals().isEmpty()) {
                    tell(node, run, new Send(new Signal("go", "2")));
                }
            }
            case null, default -> {}
        }
    }

    /** Nobody waits for ever: who asked a process that lives has its answer. */
    void checkAnswers() {
        for (var question : unanswered) {
            if (question.process().isAlive()
                    && simulator.micros() - question.since() > 30_000_000) {
                simulator.violated("nobody answered: " + question.what());
            }
        }
    }

    boolean isWaiting() {
        return unanswered.stream().anyMatch(it -> it.process().isAlive());
    }

    static boolean hasEnded(StoredRun run) {
        return run.run().state() != RunState.QUEUED && run.run().state().isTerminal();
    }
}
