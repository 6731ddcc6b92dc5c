package io.agentrunner.run;

import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.workflow.StepPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a new run can take over from one that has ended. */
public final class Forks {

    private Forks() {}

    /** Why a run can't be made again from the step that it did not finish; empty when it can. */
    public static Optional<Rejected> refuseRetry(Run run) {
        return switch (run.state()) {
            case QUEUED, RUNNING, WAITING ->
                    refused(Rule.NOT_OVER, "the run is %s; it has not ended", run);
            case COMPLETED -> refused(Rule.NOTHING_TO_DO, "the run is %s; no step failed", run);
            case FAILED, CANCELED ->
                    !run.steps().isEmpty() && finished(run).size() == timeline(run).size()
                            ? refused(Rule.NOTHING_TO_DO, "no step of the %s run failed", run)
                            : Optional.empty();
        };
    }

    private static Optional<Rejected> refused(Rule rule, String why, Run run) {
        return Optional.of(new Rejected(rule, why.formatted(run.state())));
    }

    /** The steps of the timeline that have finished, up to the first that has not. */
    public static List<Reused> finished(Run run) {
        var finished = new ArrayList<Reused>();
        for (var step : timeline(run)) {
            var end = step.endedAt();
            var result = step.result();
            if (step.state() != StepState.COMPLETED || end == null || result == null) {
                return finished;
            }
            finished.add(
                    new Reused(
                            step.key(),
                            step.type(),
                            result,
                            step.attempt().node(),
                            step.startedAt(),
                            end));
        }
        return finished;
    }

    private static List<StepRun> timeline(Run run) {
        return run.steps().stream().filter(step -> StepPath.isTopLevel(step.key().path())).toList();
    }
}
