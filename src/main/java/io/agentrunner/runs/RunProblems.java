package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Rule;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What can be wrong with a request for a run. */
final class RunProblems {

    private static final List<String> UNSUCCESSFUL =
            names(state -> state.isTerminal() && state != RunState.COMPLETED);

    private RunProblems() {}

    /** The id in a path; one that isn't any is a run that nobody knows. */
    static RunId id(String text) {
        try {
            return RunId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown(text);
        }
    }

    static Problem unknown(Object id) {
        return new Problem(
                ProblemType.NOT_FOUND, "There is no run " + id + "; it may have been deleted.");
    }

    static Problem unknownStep(RunId run, String step) {
        return new Problem(
                ProblemType.NOT_FOUND,
                "Run %s has not started a step %s. GET /runs/%s/steps lists those it has."
                        .formatted(run, step, run));
    }

    static Problem badPosition() {
        return new Problem(
                ProblemType.MALFORMED,
                "after must be the id of an earlier event of this stream. Leave it out to begin"
                        + " now.");
    }

    /**
     * What a run was told breaks a rule.
     *
     * @param what it can't do or become
     */
    static Problem refused(Run run, Rejected why, String what) {
        return new Problem(
                        ProblemType.CONFLICT,
                        "Run %s can't %s: %s.".formatted(run.id(), what, why.detail()))
                .with("from", run.state())
                .with("allowed", allowed(run, why.rule()));
    }

    /** States, or PAUSED; none where nothing but the run itself can change that. */
    private static List<String> allowed(Run run, Rule rule) {
        return switch (rule) {
            case RUN_IS_OVER -> names(state -> !state.isTerminal());
            case NOT_OVER -> UNSUCCESSFUL;
            case NOT_PAUSED, A_STEP_RUNS -> List.of(Reason.PAUSED.name());
            case NOTHING_TO_DO -> run.state() == RunState.COMPLETED ? UNSUCCESSFUL : List.of();
            case ALREADY_STARTED, NOT_RUNNING, STALE_ATTEMPT -> List.of();
            case NOTHING_TO_DECIDE, DECIDED_OTHERWISE -> List.of();
        };
    }

    private static List<String> names(Predicate<RunState> wanted) {
        return Arrays.stream(RunState.values()).filter(wanted).map(Enum::name).toList();
    }

    /** Not in this state, but in those. */
    static Problem notNow(RunState state, String detail, Predicate<RunState> allowed) {
        return new Problem(ProblemType.CONFLICT, detail)
                .with("from", state)
                .with("allowed", names(allowed));
    }
}
