package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.StepPath;
import java.io.IOException;
import java.util.List;

/** {@code parallel}: lets the steps inside it run at the same time; results in theirs, by name. */
public final class ParallelStep extends LightStep {

    public ParallelStep(Templates templates, Secrets secrets) {
        super("parallel", templates, secrets);
    }

    @Override
    Outcome execute(StepTask task, Settings settings) throws Exception {
        return Inside.isOver(task)
                ? merged(task, settings)
                : new Outcome.Suspended(new Wait.Branches(List.of(), "running the steps inside"));
    }

    /** One at a time: together they may be far more than any of them. */
    private Outcome merged(StepTask task, Settings settings) throws IOException {
        var inside = Inside.of(settings);
        Content results =
                out -> {
                    out.writeStartObject();
                    for (var step : task.inside()) {
                        out.writeFieldName(StepPath.name(step.key().path()));
                        out.writeTree(inside.result(step));
                    }
                    out.writeEndObject();
                };
        return outcomes().completed(results, List.of());
    }
}
