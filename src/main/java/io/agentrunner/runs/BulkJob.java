package io.agentrunner.runs;

import io.agentrunner.http.RequestJson;
import io.agentrunner.run.RunId;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something wanted of all runs that a filter finds, and how far that has come.
 *
 * @param asked the filter as JSON text
 * @param total how many runs there were at first
 * @param position the last run found, in order of creation
 * @param found how many runs were found so far; each of them is, or will be, done, refused or
 *     failed
 */
record BulkJob(
        UUID id,
        BulkAction action,
        String asked,
        @Nullable String reason,
        State state,
        long total,
        boolean totalIsEstimate,
        @Nullable RunId position,
        long found,
        long done,
        long refused,
        long failed,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** Where a job stands. */
    enum State {
        RUNNING,
        STOPPED,
        COMPLETED
    }

    /** One that begins. */
    static BulkJob of(UUID id, BulkRequest request, long total, boolean estimate, Instant now) {
        return new BulkJob(
                id,
                request.action(),
                request.asked(),
                request.reason(),
                State.RUNNING,
                total,
                estimate,
                null,
                0,
                0,
                0,
                0,
                now,
                null);
    }

    static BulkJob of(Row row) {
        var position = row.getUUID("position");
        var endedAt = row.getOffsetDateTime("ended_at");
        return new BulkJob(
                row.getUUID("id"),
                BulkAction.valueOf(row.getString("action")),
                row.getString("filter"),
                row.getString("reason"),
                State.valueOf(row.getString("state")),
                row.getInteger("total"),
                row.getBoolean("total_is_estimate"),
                position == null ? null : new RunId(position),
                row.getInteger("found"),
                row.getInteger("done"),
                row.getInteger("refused"),
                row.getInteger("failed"),
                row.getOffsetDateTime("created_at").toInstant(),
                endedAt == null ? null : endedAt.toInstant());
    }

    OffsetDateTime created() {
        return createdAt.atOffset(ZoneOffset.UTC);
    }

    /** Runs that are made while it works, by itself not least, are none of its. */
    BulkFilter filter() {
        var json = RequestJson.of(asked.getBytes(StandardCharsets.UTF_8));
        return BulkFilter.of(json).createdBefore(createdAt);
    }
}
