package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.agentrunner.run.Progress;
import io.agentrunner.run.Run;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run, as clients see it.
 *
 * @param steps the first of them in order of start, up to a number and to a size of their results
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
    static final int CHARACTERS_SHOWN = 16 << 20;

    public RunView {
        steps = List.copyOf(steps);
    }

    static RunView of(Run run, Workflow workflow) {
        var shown = shown(run);
        return new RunView(
                RunHead.of(run),
                run.created().inputs(),
                run.result(),
                run.created().metadata(),
                Progress.of(workflow, run),
                run.steps().size() > shown.size(),
                shown);
    }

    private static List<StepView> shown(Run run) {
        var shown = new ArrayList<StepView>();
        int characters = 0;
        for (var step : run.steps()) {
            characters += step.result() == null ? 0 : step.result().length();
            if (shown.size() == STEPS_SHOWN || characters > CHARACTERS_SHOWN) {
                break;
            }
            shown.add(StepView.of(step));
        }
        return shown;
    }
}
