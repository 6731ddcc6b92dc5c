package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the runs that wait for somebody's decision, whatever else they do and however many others
 * there are.
 */
public final class RunsThatAsk {

    static final String ALL =
            """
            SELECT id FROM runs
             WHERE asks > 0 AND ended_at IS NULL AND id >= $1
             ORDER BY id LIMIT $2""";

    static final String OF_A_WORKFLOW =
            """
            SELECT id FROM runs
             WHERE asks > 0 AND ended_at IS NULL AND workflow = $1 AND id >= $2
             ORDER BY id LIMIT $3""";

    static final String COUNT_ALL =
            """
            SELECT coalesce(sum(asks), 0) AS decisions
              FROM (SELECT asks FROM runs WHERE asks > 0 AND ended_at IS NULL LIMIT $1) AS asking""";

    static final String COUNT_OF_A_WORKFLOW =
            """
            SELECT coalesce(sum(asks), 0) AS decisions
              FROM (SELECT asks FROM runs
                     WHERE asks > 0 AND ended_at IS NULL AND workflow = $1
                     LIMIT $2) AS asking""";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Pool pool;

    /**
     * Looks through those connections.
     *
     * @param pool see {@link ReadPools#forEvents}
     */
    public RunsThatAsk(Pool pool) {
        this.pool = pool;
    }

    /**
     * The first of them in the order of creation, from that one on.
     *
     * @param workflow only runs of that one
     */
    public CompletionStage<List<RunId>> from(
            @Nullable String workflow, @Nullable RunId first, int limit) {
        var from = first == null ? BEFORE_ALL : first.value();
        return pool.preparedQuery(workflow == null ? ALL : OF_A_WORKFLOW)
                .mapping(row -> new RunId(row.getUUID("id")))
                .execute(
                        workflow == null
                                ? Tuple.of(from, (long) limit)
                                : Tuple.of(workflow, from, (long) limit))
                .map(ids -> ids.stream().toList())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /**
     * How many decisions are waited for; no more runs are counted than one more than {@code most}.
     *
     * @param workflow only by runs of that one
     */
    public CompletionStage<Long> count(@Nullable String workflow, int most) {
        long runs = most + 1L;
        return pool.preparedQuery(workflow == null ? COUNT_ALL : COUNT_OF_A_WORKFLOW)
                .mapping(row -> row.getLong("decisions"))
                .execute(workflow == null ? Tuple.of(runs) : Tuple.of(workflow, runs))
                .map(rows -> rows.iterator().next())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }
}
