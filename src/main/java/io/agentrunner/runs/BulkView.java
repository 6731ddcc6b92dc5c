package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.http.Page;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job for many runs, as clients see it. */
record BulkView(
        UUID id,
        String action,
        @JsonRawValue String filter,
        @Nullable String reason,
        String state,
        Instant createdAt,
        @Nullable Instant endedAt,
        Progress progress,
        Page<Result> results) {

    /**
     * How far it has come.
     *
     * @param total how many runs it found at first; their number changes while it works
     * @param found how many it has found so far, each of them to be done, refused or failed
     */
    record Progress(
            long total,
            boolean totalIsEstimate,
            long found,
            long done,
            long refused,
            long failed) {}

    /**
     * What came of it for one run.
     *
     * @param outcome DONE, REFUSED, FAILED; none before its turn
     * @param newRunId what a retry made
     */
    record Result(
            String runId,
            @Nullable String outcome,
            @Nullable String detail,
            @Nullable String newRunId) {

        static Result of(BulkResult result) {
            return new Result(
                    result.run().toString(),
                    Objects.toString(result.outcome(), null),
                    result.detail(),
                    Objects.toString(result.made(), null));
        }
    }

    /**
     * What it would be for.
     *
     * @param runIds the first of them
     */
    record Plan(
            String action,
            @JsonRawValue String filter,
            boolean dryRun,
            long total,
            boolean totalIsEstimate,
            List<String> runIds) {

        Plan {
            runIds = List.copyOf(runIds);
        }

        static Plan of(BulkRequest request, long total, boolean estimate, List<RunId> first) {
            return new Plan(
                    name(request.action()),
                    request.asked(),
                    true,
                    total,
                    estimate,
                    first.stream().map(RunId::toString).toList());
        }
    }

    static BulkView of(BulkJob job, Page<Result> results) {
        return new BulkView(
                job.id(),
                name(job.action()),
                job.asked(),
                job.reason(),
                job.state().name(),
                job.createdAt(),
                job.endedAt(),
                new Progress(
                        job.total(),
                        job.totalIsEstimate(),
                        job.found(),
                        job.done(),
                        job.refused(),
                        job.failed()),
                results);
    }

    private static String name(BulkAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
