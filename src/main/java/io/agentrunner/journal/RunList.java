package io.agentrunner.journal;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists runs page by page, each run once however many are created meanwhile. */
public final class RunList {

    /** Counting further costs more than it tells. */
    public static final int COUNTED = 10_000;

    public static final int LONGEST_PAGE = 500;

    private final Pool pool;

    /**
     * Lists through those connections.
     *
     * @param pool see {@link ReadPools#forLists}
     */
    public RunList(Pool pool) {
        this.pool = pool;
    }

    /** By the time of creation. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /**
     * One page of the runs that match.
     *
     * @param limit 1 to {@link #LONGEST_PAGE}
     * @param cursor where the page before said it ends
     * @throws IllegalArgumentException for a limit or a cursor that is none
     */
    public CompletionStage<RunPage> page(
            RunFilter filter, Order order, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new IllegalArgumentException("limit is 1 to " + LONGEST_PAGE + ", not " + limit);
        }
        var after = cursor == null ? null : RunCursor.parse(cursor, filter, order);
        var rows =
                pool.preparedQuery(RunListSql.page(order))
                        .execute(parameters(filter).addValue(after).addValue(limit + 1));
        var total = pool.preparedQuery(RunListSql.TOTAL).execute(parameters(filter));
        return Future.all(rows, total)
                .map(
                        _ ->
                                page(
                                        rows.result(),
                                        total.result(),
                                        limit,
                                        last -> RunCursor.of(last, filter, order)))
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** The ids of runs that match, in the order of creation, after that one. */
    public CompletionStage<List<RunId>> ids(RunFilter filter, @Nullable RunId after, int limit) {
        var last = after == null ? null : after.value();
        return pool.preparedQuery(RunListSql.IDS)
                .mapping(row -> new RunId(row.getUUID("id")))
                .execute(parameters(filter).addValue(last).addValue(limit))
                .map(ids -> ids.stream().toList())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** The runs that have finished steps of that one, in the order of creation. */
    public CompletionStage<List<RunId>> forksOf(RunId run, int limit) {
        return pool.preparedQuery(RunListSql.FORKS)
                .mapping(row -> new RunId(row.getUUID("id")))
                .execute(Tuple.of(run.value(), limit))
                .map(ids -> ids.stream().toList())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** How many runs match; not counted further than one more than {@link #COUNTED}. */
    public CompletionStage<Long> count(RunFilter filter) {
        return pool.preparedQuery(RunListSql.TOTAL)
                .mapping(row -> row.getLong("total"))
                .execute(parameters(filter))
                .map(rows -> rows.iterator().next())
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** How many runs are in each state, none counted further than {@link #COUNTED}. */
    public CompletionStage<Map<RunState, Long>> counts() {
        return pool.preparedQuery(RunListSql.COUNTS)
                .execute()
                .map(RunList::counts)
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** For what {@link #COUNTED} waiting runs, or all there are, wait. */
    public CompletionStage<Map<Reason, Long>> waiting() {
        return pool.preparedQuery(RunListSql.WAITING)
                .execute()
                .map(RunList::waiting)
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    private static Map<Reason, Long> waiting(RowSet<Row> rows) {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        for (var row : rows) {
            counts.put(Reason.valueOf(row.getString("reason")), row.getLong("runs"));
        }
        return counts;
    }

    private static Map<RunState, Long> counts(RowSet<Row> rows) {
        var row = rows.iterator().next();
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        for (var state : RunState.values()) {
            counts.put(state, row.getLong(state.name().toLowerCase(Locale.ROOT)));
        }
        return counts;
    }

    private static Tuple parameters(RunFilter filter) {
        var states = filter.states().stream().map(Enum::name).toArray(String[]::new);
        var q = storable(filter.q());
        var ids = IdPrefix.of(q);
        return Tuple.tuple()
                .addValue(storable(filter.workflow()))
                .addValue(states.length == 0 ? null : states)
                .addValue(filter.states().equals(Set.of(RunState.RUNNING)))
                .addValue(filter.reason() == null ? null : filter.reason().name())
                .addValue(storable(filter.tag()))
                .addValue(filter.parent() == null ? null : filter.parent().value())
                .addValue(time(filter.createdAfter()))
                .addValue(time(filter.createdBefore()))
                .addValue(q == null ? null : q.toLowerCase(Locale.ROOT))
                .addValue(ids.first())
                .addValue(ids.last());
    }

    private static @Nullable String storable(@Nullable String text) {
        if (text != null && text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("no run has the character U+0000");
        }
        return text;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static RunPage page(
            RowSet<Row> found,
            RowSet<Row> counted,
            int limit,
            Function<RunId, String> cursorAfter) {
        var rows = new ArrayList<RunRow>();
        for (var row : found) {
            if (rows.size() < limit) {
                rows.add(row(row));
            }
        }
        var next = found.size() > limit ? cursorAfter.apply(rows.getLast().id()) : null;
        long total = counted.iterator().next().getLong("total");
        return new RunPage(rows, next, Math.min(total, COUNTED), total > COUNTED);
    }

    private static RunRow row(Row row) {
        var reason = row.getString("reason");
        var parent = row.getUUID("parent_run_id");
        var forkedFrom = row.getUUID("forked_from");
        return new RunRow(
                new RunId(row.getUUID("id")),
                row.getString("workflow"),
                row.getString("version"),
                RunState.valueOf(row.getString("state")),
                reason == null ? null : Reason.valueOf(reason),
                row.getString("message"),
                List.of(row.getArrayOfStrings("tags")),
                row.getInteger("priority"),
                row.getString("correlation_id"),
                parent == null ? null : new RunId(parent),
                forkedFrom == null ? null : new RunId(forkedFrom),
                row.getString("current_step"),
                row.getInteger("seq"),
                row.getOffsetDateTime("created_at").toInstant(),
                time(row.getOffsetDateTime("started_at")),
                time(row.getOffsetDateTime("ended_at")),
                row.getOffsetDateTime("updated_at").toInstant(),
                time(row.getOffsetDateTime("wake_at")));
    }

    private static @Nullable Instant time(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** The ids that begin with what was typed; none when no id does. */
    private record IdPrefix(@Nullable UUID first, @Nullable UUID last) {

        private static final String FORM = "00000000-0000-0000-0000-000000000000";

        static IdPrefix of(@Nullable String q) {
            return q != null && isPrefix(q)
                    ? new IdPrefix(filled(q, '0'), filled(q, 'f'))
                    : new IdPrefix(null, null);
        }

        private static boolean isPrefix(String q) {
            for (int i = 0; i < q.length(); i++) {
                boolean dash = i < FORM.length() && FORM.charAt(i) == '-';
                boolean fits = dash ? q.charAt(i) == '-' : Character.digit(q.charAt(i), 16) >= 0;
                if (!fits || i >= FORM.length()) {
                    return false;
                }
            }
            return !q.isEmpty();
        }

        private static UUID filled(String q, char filler) {
            return UUID.fromString(q + FORM.replace('0', filler).substring(q.length()));
        }
    }
}
