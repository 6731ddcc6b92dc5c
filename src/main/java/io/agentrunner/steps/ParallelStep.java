package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.StepPath;
import java.util.List;

/** {@code parallel}: lets the steps inside it run at the same time; results in theirs, by name. */
public final class ParallelStep implements StepExecutor {

    private final Templates templates;
    private final Outcomes outcomes;

    public ParallelStep(Templates templates, Secrets secrets) {
        this.templates = templates;
        this.outcomes = new Outcomes(secrets);
    }

    @Override
    public String type() {
        return "parallel";
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        return outcomes.of(
                () ->
                        Inside.isOver(task)
                                ? merged(task)
                                : new Outcome.Suspended(
                                        new Wait.Branches(List.of(), "running the steps inside")));
    }

    private Outcome merged(StepTask task) {
        var inside = Inside.of(Settings.of(task, templates));
        var results = Json.object();
        for (var step : task.inside()) {
            results.set(StepPath.name(step.key().path()), inside.result(step));
        }
        return outcomes.completed(results, List.of());
    }
}
