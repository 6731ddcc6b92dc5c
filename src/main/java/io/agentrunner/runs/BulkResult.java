package io.agentrunner.runs;

import io.agentrunner.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job for one run.
 *
 * @param outcome none before its turn
 * @param detail why not, for people
 * @param made the new run of a retry
 */
record BulkResult(
        RunId run, @Nullable Outcome outcome, @Nullable String detail, @Nullable RunId made) {

    /** How it went. */
    enum Outcome {
        /** It is so now, or was before. */
        DONE,
        /** The run's state rules it out. */
        REFUSED,
        /** Something went wrong. */
        FAILED
    }

    static BulkResult done(RunId run, @Nullable RunId made) {
        return new BulkResult(run, Outcome.DONE, null, made);
    }

    static BulkResult refused(RunId run, String why) {
        return new BulkResult(run, Outcome.REFUSED, why, null);
    }

    static BulkResult failed(RunId run, String why) {
        return new BulkResult(run, Outcome.FAILED, why, null);
    }
}
