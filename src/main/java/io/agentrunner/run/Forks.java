package io.agentrunner.run;

import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a new run can take over from one that has ended. */
public final class Forks {

    private Forks() {}

    /** Why a run can't be made again from the step that it did not finish; empty when it can. */
    public static Optional<Rejected> refuseRetry(Workflow workflow, Run run) {
        return switch (run.state()) {
            case QUEUED, RUNNING, WAITING ->
                    refused(Rule.NOT_OVER, "the run is %s; it has not ended", run);
            case COMPLETED -> refused(Rule.NOTHING_TO_DO, "the run is %s; no step failed", run);
            case FAILED, CANCELED ->
                    unfinished(workflow, run).isEmpty()
                            ? refused(Rule.NOTHING_TO_DO, "no step of the %s run failed", run)
                            : Optional.empty();
        };
    }

    private static Optional<Rejected> refused(Rule rule, String why, Run run) {
        return Optional.of(new Rejected(rule, why.formatted(run.state())));
    }

    /**
     * The step with which a run goes on that is made again: the one that did not succeed, or after
     * which no rule knew where to go. Empty when all of the timeline is done.
     */
    public static Optional<String> unfinished(Workflow workflow, Run run) {
        var sentTo = run.route().next();
        if (sentTo != null) {
            return Optional.of(sentTo);
        }
        var last = run.lastOfTimeline();
        if (last.isEmpty()) {
            return Optional.of(workflow.first().name());
        }
        var name = last.get().key().path();
        return last.get().state() == StepState.COMPLETED && !isLost(run)
                ? workflow.after(name).map(Step::name)
                : Optional.of(name);
    }

    private static boolean isLost(Run run) {
        return run.route().isDeadEnd()
                || run.reason() == Reason.NO_MATCH
                || run.reason() == Reason.LOOP_LIMIT;
    }

    /** What the steps of the timeline before that one have come to, as far as it would see it. */
    public static List<Reused> finished(Run run, String next) {
        return run.steps().stream()
                .filter(step -> StepPath.isTopLevel(step.key().path()))
                .filter(step -> step.state() == StepState.COMPLETED && !step.dropped())
                .filter(step -> !step.key().path().equals(next))
                .map(Forks::reused)
                .toList();
    }

    private static Reused reused(StepRun step) {
        return new Reused(
                step.key(),
                step.type(),
                Objects.requireNonNull(step.result()),
                step.attempt().node(),
                step.startedAt(),
                Objects.requireNonNull(step.endedAt()));
    }
}
