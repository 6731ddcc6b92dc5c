package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.agentrunner.run.Progress;
import io.agentrunner.run.Run;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run, as clients see it.
 *
 * @param steps the first of them in order of start
 */
public record RunView(
        @JsonUnwrapped RunHead run,
        @JsonRawValue String inputs,
        @JsonRawValue @Nullable String result,
        @JsonRawValue String metadata,
        Progress progress,
        boolean stepsTruncated,
        List<StepView> steps) {

    static final int STEPS_SHOWN = 200;

    public RunView {
        steps = List.copyOf(steps);
    }

    static RunView of(Run run, Workflow workflow) {
        return new RunView(
                RunHead.of(run),
                run.created().inputs(),
                run.result(),
                run.created().metadata(),
                Progress.of(workflow, run),
                run.steps().size() > STEPS_SHOWN,
                run.steps().stream().limit(STEPS_SHOWN).map(StepView::of).toList());
    }
}
