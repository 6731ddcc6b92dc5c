package io.agentrunner.simulation;

import io.agentrunner.catalog.Blueprints;
import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.RandomBlueprints;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Workflows that were read from blueprints. What their steps do, and how long they take, is what
 * simulated steps do; their order, rules, policies and what is inside of what are the blueprint's.
 */
final class BlueprintWorkflows extends RandomWorkflows {

    private static final Blueprints BLUEPRINTS = new Blueprints(new CelTemplates());
    private static final int MOST_JUMPS = 2;
    private static final int MOST_ATTEMPTS = 3;

    private final RandomGenerator random;

    BlueprintWorkflows(RandomGenerator random) {
        super(random);
        this.random = random;
    }

    @Override
    Workflow workflow(String name, List<Step> steps) {
        var text = RandomBlueprints.of(random.nextLong()).toString();
        var read = (Read) BLUEPRINTS.read(text.getBytes(StandardCharsets.UTF_8), Format.JSON);
        var workflow = read.workflow();
        return workflow(name, simulated(workflow.timeline()), simulated(workflow.flow()));
    }

    private List<Step> simulated(List<Step> steps) {
        return steps.stream().map(this::simulated).toList();
    }

    private Step simulated(Step step) {
        var retry = quick(step.retry());
        return switch (step.nested()) {
            case Nested.Parallel(var inside, var most, var onError) ->
                    around(
                            step.name(),
                            step.type(),
                            new Nested.Parallel(simulated(inside), most, onError));
            case Nested.ForEach(var each, var most, var onError) ->
                    around(
                            step.name(),
                            step.type(),
                            new Nested.ForEach(simulated(each), most, onError));
            case null ->
                    switch (step.type()) {
                        case "set" -> plain(step.name(), "quick", "{}", retry);
                        case "sleep" ->
                                plain(step.name(), "sleep", millis(5_000), RetryPolicy.NONE);
                        case "approval", "signal" ->
                                plain(step.name(), step.type(), patience(), retry);
                        default -> plain(step.name(), "work", "{}", retry);
                    };
        };
    }

    private static RetryPolicy quick(RetryPolicy retry) {
        return new RetryPolicy(
                Math.min(retry.maxAttempts(), MOST_ATTEMPTS),
                Duration.ofMillis(100),
                2,
                Duration.ofSeconds(1),
                0,
                retry.retryOn(),
                retry.doNotRetryOn(),
                retry.pauseAfterRetries());
    }

    private static Flow simulated(Flow flow) {
        return new Flow(simulated(flow.diverge()), simulated(flow.branch()), flow.predicates());
    }

    private static Map<String, List<Clause>> simulated(Map<String, List<Clause>> flow) {
        var simulated = new LinkedHashMap<String, List<Clause>>();
        flow.forEach(
                (step, clauses) ->
                        simulated.put(
                                step, clauses.stream().map(BlueprintWorkflows::limited).toList()));
        return simulated;
    }

    /** What goes back without a limit would end after a thousand times, which takes its time. */
    private static Clause limited(Clause clause) {
        var max = clause.max();
        return clause.then() instanceof Clause.Action.BackTo
                ? new Clause(
                        clause.condition(),
                        clause.then(),
                        max == null ? MOST_JUMPS : Math.min(max, MOST_JUMPS),
                        clause.name())
                : clause;
    }
}
