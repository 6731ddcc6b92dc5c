package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.Arrays;
import java.util.function.Predicate;

/** What can be wrong with a request for a run. */
final class RunProblems {

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

    /** Not in this state, but in those. */
    static Problem notNow(RunState state, String detail, Predicate<RunState> allowed) {
        return new Problem(ProblemType.CONFLICT, detail)
                .with("from", state)
                .with("allowed", Arrays.stream(RunState.values()).filter(allowed).toList());
    }
}
