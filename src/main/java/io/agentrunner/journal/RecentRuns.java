package io.agentrunner.journal;

import io.agentrunner.run.RunState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the newest runs of workflows came to. However many there are, it looks at {@link #RECENT} of
 * each workflow and finds them by an index.
 */
public final class RecentRuns {

    /** As many runs of a workflow are looked at. */
    public static final int RECENT = 200;

    /** As many of them are told one by one. */
    public static final int TOLD = 24;

    /** A range instead of an equality, or the planner may walk all runs of others by their id. */
    static final String OF_WORKFLOWS =
            """
            WITH recent AS MATERIALIZED (
                SELECT name, run.*
                  FROM unnest($1::text[]) AS name
                 CROSS JOIN LATERAL
                       (SELECT id, state, created_at,
                               extract(epoch FROM coalesce(ended_at, now()) - started_at)::float8 AS seconds
                          FROM runs
                         WHERE workflow BETWEEN name AND name
                         ORDER BY workflow DESC, id DESC
                         LIMIT $2) run)
            SELECT name,
                   count(*) FILTER (WHERE state = 'QUEUED')    AS queued,
                   count(*) FILTER (WHERE state = 'RUNNING')   AS running,
                   count(*) FILTER (WHERE state = 'WAITING')   AS waiting,
                   count(*) FILTER (WHERE state = 'COMPLETED') AS completed,
                   count(*) FILTER (WHERE state = 'FAILED')    AS failed,
                   count(*) FILTER (WHERE state = 'CANCELED')  AS canceled,
                   percentile_disc(0.5)  WITHIN GROUP (ORDER BY seconds) FILTER (WHERE state = 'COMPLETED') AS p50,
                   percentile_disc(0.95) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE state = 'COMPLETED') AS p95,
                   max(created_at) AS last_at,
                   (array_agg(state ORDER BY id DESC))[1:$3] AS states,
                   (array_agg(coalesce(seconds, 0) ORDER BY id DESC))[1:$3] AS seconds
              FROM recent
             GROUP BY name
            """;

    static final String OF_VERSIONS =
            """
            SELECT version, count(*) AS runs
              FROM (SELECT version FROM runs
                     WHERE workflow BETWEEN $1 AND $1
                     ORDER BY workflow DESC, id DESC LIMIT $2) recent
             GROUP BY version
            """;

    private final Pool pool;

    public RecentRuns(Pool pool) {
        this.pool = pool;
    }

    /**
     * What the newest runs of one workflow came to.
     *
     * @param p50 the time within which half of those completed that did, waits included
     * @param p95 the same for 95 of 100
     * @param latest the newest of them, the newest first
     */
    public record Came(
            Map<RunState, Long> states,
            @Nullable Duration p50,
            @Nullable Duration p95,
            @Nullable Instant lastAt,
            List<Told> latest) {

        public static final Came NONE = new Came(Map.of(), null, null, null, List.of());

        public Came {
            states = Map.copyOf(states);
            latest = List.copyOf(latest);
        }

        public long runs() {
            return states.values().stream().mapToLong(Long::longValue).sum();
        }

        public long of(RunState state) {
            return states.getOrDefault(state, 0L);
        }
    }

    /** One run: where it stands, and how long it took or has taken so far. */
    public record Told(RunState state, Duration took) {}

    /** By the name of the workflow; one that was never run is not there. */
    public CompletionStage<Map<String, Came>> of(Collection<String> workflows) {
        var names = workflows.toArray(String[]::new);
        return answer(
                pool.preparedQuery(OF_WORKFLOWS)
                        .execute(Tuple.of(names, RECENT, TOLD))
                        .map(RecentRuns::all));
    }

    /** How many of the newest runs of a workflow have which version. */
    public CompletionStage<Map<String, Long>> versions(String workflow) {
        return answer(
                pool.preparedQuery(OF_VERSIONS)
                        .execute(Tuple.of(workflow, RECENT))
                        .map(RecentRuns::versions));
    }

    private static <T> CompletionStage<T> answer(Future<T> answer) {
        return answer.recover(ReadFailures::explained).toCompletionStage();
    }

    private static Map<String, Long> versions(RowSet<Row> rows) {
        var versions = new HashMap<String, Long>();
        rows.forEach(row -> versions.put(row.getString("version"), row.getLong("runs")));
        return versions;
    }

    private static Map<String, Came> all(RowSet<Row> rows) {
        var all = new HashMap<String, Came>();
        rows.forEach(row -> all.put(row.getString("name"), came(row)));
        return all;
    }

    private static Came came(Row row) {
        var states = new EnumMap<RunState, Long>(RunState.class);
        for (var state : RunState.values()) {
            states.put(state, row.getLong(state.name().toLowerCase(Locale.ROOT)));
        }
        var latest = new ArrayList<Told>();
        var names = row.getArrayOfStrings("states");
        var seconds = row.getArrayOfDoubles("seconds");
        for (int i = 0; i < names.length; i++) {
            latest.add(new Told(RunState.valueOf(names[i]), duration(seconds[i])));
        }
        return new Came(
                states,
                span(row.getDouble("p50")),
                span(row.getDouble("p95")),
                row.getOffsetDateTime("last_at").toInstant(),
                latest);
    }

    private static @Nullable Duration span(@Nullable Double seconds) {
        return seconds == null ? null : duration(seconds);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.max(0, Math.round(seconds * 1000)));
    }
}
