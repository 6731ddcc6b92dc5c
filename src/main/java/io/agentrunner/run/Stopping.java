package io.agentrunner.run;

import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/** Which attempts are under way for nothing: their run, or the step around them, is to end. */
public final class Stopping {

    private Stopping() {}

    /** The steps that run and should be told to stop. */
    public static List<StepKey> unwanted(Workflow workflow, Run run) {
        if (run.steps().running() == 0 || !(run.isCancelRequested() || run.steps().waiting() > 0)) {
            return List.of();
        }
        return run.steps().active().stream()
                .filter(step -> step.state() == StepState.RUNNING)
                .filter(step -> isUnwanted(workflow, run, step))
                .map(StepRun::key)
                .toList();
    }

    static boolean isUnwanted(Workflow workflow, Run run, StepRun step) {
        return run.isCancelRequested() || isInsideOneThatEnds(workflow, run, step.key());
    }

    static boolean isInsideOneThatEnds(Workflow workflow, Run run, StepKey key) {
        var path = StepPath.parent(key.path());
        while (path.isPresent()) {
            var around = run.steps().find(new StepKey(path.get(), key.iteration()));
            if (around.filter(it -> isEnding(workflow, it)).isPresent()) {
                return true;
            }
            path = StepPath.parent(path.get());
        }
        return false;
    }

    /** Whether it waits for nothing but the end of what still runs inside it. */
    static boolean isEnding(Workflow workflow, StepRun around) {
        return around.waitsForSteps()
                && around.awaited() instanceof Branches inside
                && (inside.limit() != null
                        || (inside.failed() != null && failsWithOne(workflow, around)));
    }

    private static boolean failsWithOne(Workflow workflow, StepRun around) {
        return Optional.of(workflow.step(around.key().path()).orElseThrow())
                .map(Step::nested)
                .filter(nested -> nested.onError() == Nested.OnError.FAIL)
                .isPresent();
    }
}
