package io.agentrunner.ops;

import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Load;
import io.agentrunner.engine.Engine.Totals;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.RunList;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import io.agentrunner.runs.Doorkeeper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What of this node and its runs is measured from outside. */
@ApplicationScoped
class RunMetrics {

    private final MeterRegistry registry;
    private final Engine engine;
    private final Journal journal;
    private final RunCounts counts;
    private final ServerPhase phase;
    private final Doorkeeper door;

    RunMetrics(
            MeterRegistry registry,
            Engine engine,
            Journal journal,
            RunList list,
            ServerPhase phase,
            Doorkeeper door) {
        this.registry = registry;
        this.engine = engine;
        this.journal = journal;
        this.counts = new RunCounts(list);
        this.phase = phase;
        this.door = door;
    }

    void register(@Observes StartupEvent started) {
        waiting();
        starts();
        load("agent.runner.active.runs", "Runs this node has in memory", Load::activeRuns);
        load("agent.runner.active.runs.max", "Runs it takes on at most", Load::maxActiveRuns);
        load("agent.runner.running.attempts", "Attempts under way", Load::runningAttempts);
        gauge("agent.runner.database.up", "1 while it answers", () -> flag(journal.isAvailable()));
        gauge(
                "agent.runner.serving",
                "1 from recovery to shutdown",
                () -> flag(phase.current() == ServerPhase.Phase.SERVING));
        total("agent.runner.transitions", "Transitions this node appended", Totals::transitions)
                .register(registry);
        total("agent.runner.runs.started", "Runs that began on this node", Totals::started)
                .register(registry);
        for (var state : RunState.values()) {
            if (state.isTerminal()) {
                total(
                                "agent.runner.runs.ended",
                                "Runs that ended on this node",
                                it -> ended(it, state))
                        .tag("state", state.name())
                        .register(registry);
            }
            Gauge.builder("agent.runner.runs", () -> counts.of(state))
                    .description(
                            "Runs of all nodes by state, at most %d of each counted"
                                    .formatted(RunList.COUNTED))
                    .tag("state", state.name())
                    .register(registry);
        }
    }

    private void waiting() {
        for (var reason : Reason.values()) {
            if (reason.isForWaiting()) {
                Gauge.builder("agent.runner.waiting.runs", () -> counts.ofWaiting(reason))
                        .description(
                                "For what runs of all nodes wait, of %d at most"
                                        .formatted(RunList.COUNTED))
                        .tag("reason", reason.name())
                        .register(registry);
            }
        }
    }

    private void starts() {
        gauge("agent.runner.starts.pending", "Starts not durable yet", door::inside);
        FunctionCounter.builder("agent.runner.starts.refused", door, Doorkeeper::refused)
                .description("Starts and batches answered with 429")
                .register(registry);
    }

    private void load(String name, String description, ToDoubleFunction<Load> value) {
        gauge(name, description, () -> value.applyAsDouble(engine.load()));
    }

    private FunctionCounter.Builder<Engine> total(
            String name, String description, ToDoubleFunction<Totals> value) {
        return FunctionCounter.builder(name, engine, it -> value.applyAsDouble(it.totals()))
                .description(description);
    }

    private static double ended(Totals totals, RunState state) {
        return totals.ended().getOrDefault(state, 0L);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private static double flag(boolean value) {
        return value ? 1 : 0;
    }
}
