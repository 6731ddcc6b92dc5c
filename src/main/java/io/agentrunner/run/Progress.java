package io.agentrunner.run;

import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, in words.
 *
 * @param currentStep path of the step that runs, waits or failed
 * @param nextAction what will happen next, for people
 */
public record Progress(
        @Nullable String currentStep, String nextAction, int completedSteps, int totalSteps) {

    public static Progress of(Workflow workflow, Run run) {
        int completed = 0;
        for (var step : workflow.timeline()) {
            completed += isCompleted(run, step) ? 1 : 0;
        }
        return new Progress(
                currentStep(run).map(step -> step.key().path()).orElse(null),
                nextAction(workflow, run),
                completed,
                workflow.timeline().size());
    }

    private static boolean isCompleted(Run run, Step step) {
        return run.result(step.name()).isPresent();
    }

    private static Optional<StepRun> currentStep(Run run) {
        var active = run.steps().active();
        if (!active.isEmpty()) {
            return Optional.of(active.getFirst());
        }
        return run.state() == RunState.COMPLETED || run.steps().isEmpty()
                ? Optional.empty()
                : Optional.of(run.steps().getLast());
    }

    private static String nextAction(Workflow workflow, Run run) {
        return switch (run.state()) {
            case QUEUED ->
                    run.wakeAt() == null
                            ? "waiting for a free place"
                            : "starting at " + run.wakeAt();
            case RUNNING -> run.isCancelRequested() ? "stopping" : running(workflow, run);
            case WAITING -> waiting(run);
            case COMPLETED, FAILED, CANCELED -> "none, the run has ended";
        };
    }

    private static String running(Workflow workflow, Run run) {
        var active = run.steps().active();
        if (active.isEmpty()) {
            return betweenSteps(workflow, run);
        }
        var current = active.getFirst().key().path();
        return workflow.after(current)
                .map(next -> "when %s is done: %s".formatted(current, next.name()))
                .orElse("when %s is done the run completes".formatted(current));
    }

    /** In the middle of a transition, where time travel can stop. */
    private static String betweenSteps(Workflow workflow, Run run) {
        if (run.steps().isEmpty()) {
            return "starting " + workflow.first().name();
        }
        if (run.route().next() != null) {
            return "starting " + run.route().next();
        }
        var last = run.steps().getLast();
        return last.state() == StepState.COMPLETED
                ? workflow.after(last.key().path())
                        .map(next -> "starting " + next.name())
                        .orElse("completing")
                : "ending";
    }

    static String waiting(Run run) {
        var until = run.wakeAt() == null ? "" : " until " + run.wakeAt();
        var why = String.valueOf(run.reason()).toLowerCase(Locale.ROOT).replace('_', ' ');
        return "waiting for " + why + until;
    }
}
