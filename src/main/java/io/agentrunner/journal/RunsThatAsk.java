package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds every run of which a step may wait for somebody's decision; whether one does, its events
 * tell.
 */
public final class RunsThatAsk {

    /** Where only one step at a time is under way, a run that asks says so, unless it is held. */
    private static final String ALONE =
            """
            FROM runs
             WHERE state = 'WAITING' AND reason IN ('APPROVAL', 'PAUSED', 'CAPACITY')
               AND (reason = 'APPROVAL' OR version = ANY ($1))
               AND ($2::text IS NULL OR workflow = $2)
            """;

    /** Where others are under way beside it, the run may wait for them, or run. */
    private static final String AMONG_OTHERS =
            """
            FROM runs
             WHERE state = 'WAITING' AND version = ANY ($1) AND ($2::text IS NULL OR workflow = $2)
            """;

    private static final String BESIDE_OTHERS =
            """
            FROM runs
             WHERE state = 'RUNNING' AND owner IS NOT NULL
               AND version = ANY ($1) AND ($2::text IS NULL OR workflow = $2)
            """;

    private static final String FROM = "AND ($3::uuid IS NULL OR id >= $3) ORDER BY id LIMIT $4";

    private final Pool pool;

    /**
     * Looks through those connections.
     *
     * @param pool see {@link ReadPools#forLists}
     */
    public RunsThatAsk(Pool pool) {
        this.pool = pool;
    }

    /**
     * Where a run may ask.
     *
     * @param workflow only runs of that one
     * @param versions of workflows with a step that asks
     * @param nested those of them that have one inside another step
     */
    public record Where(
            @Nullable String workflow, Collection<String> versions, Collection<String> nested) {
        public Where {
            versions = List.copyOf(versions);
            nested = List.copyOf(nested);
        }
    }

    /** The first of them in the order of creation, from that one on. */
    public CompletionStage<List<RunId>> from(Where where, @Nullable RunId first, int limit) {
        var from = first == null ? null : first.value();
        var alone = ids(ALONE, parameters(where, where.versions()).addValue(from).addValue(limit));
        var among =
                where.nested().isEmpty()
                        ? Future.succeededFuture(List.<RunId>of())
                        : ids(AMONG_OTHERS, nested(where).addValue(from).addValue(limit));
        var beside =
                where.nested().isEmpty()
                        ? Future.succeededFuture(List.<RunId>of())
                        : ids(BESIDE_OTHERS, nested(where).addValue(from).addValue(limit));
        return Future.all(alone, among, beside)
                .map(
                        _ -> {
                            var all = new TreeSet<>(alone.result());
                            all.addAll(among.result());
                            all.addAll(beside.result());
                            return all.stream().limit(limit).toList();
                        })
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    private Future<List<RunId>> ids(String from, Tuple parameters) {
        return pool.preparedQuery("SELECT id " + from + FROM)
                .mapping(row -> new RunId(row.getUUID("id")))
                .execute(parameters)
                .map(ids -> ids.stream().toList());
    }

    private static Tuple nested(Where where) {
        return parameters(where, where.nested());
    }

    private static Tuple parameters(Where where, Collection<String> versions) {
        return Tuple.of(versions.toArray(String[]::new), where.workflow());
    }
}
