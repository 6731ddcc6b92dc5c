package io.agentrunner.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the commits of all lanes, each time in one snapshot. */
final class CommitReader {

    private static final int MOST_OF_A_LANE = 64;

    /** Lanes are found by skipping from one to the next; there are few, with many commits each. */
    private static final String LANES =
            """
            WITH RECURSIVE lanes AS (
                (SELECT lane FROM commits ORDER BY lane LIMIT 1)
                UNION ALL
                SELECT (SELECT c.lane FROM commits c WHERE c.lane > l.lane ORDER BY c.lane LIMIT 1)
                  FROM lanes l
                 WHERE l.lane IS NOT NULL)
            """;

    private static final String HEADS =
            LANES
                    + """
            SELECT i.id AS incarnation, l.lane, c.n
              FROM incarnation i
              LEFT JOIN (lanes l CROSS JOIN LATERAL
                         (SELECT n FROM commits WHERE lane = l.lane ORDER BY n DESC LIMIT 1) c) ON true""";

    /** $1 lanes, $2 after and $3 up to which number of each, $4 up to which of any other lane. */
    private static final String COMMITS =
            LANES
                    + """
            SELECT i.id AS incarnation, c.lane, c.n, c.at, c.run_ids, c.seqs
              FROM incarnation i
              LEFT JOIN (lanes l
                         LEFT JOIN unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS seen (lane, after, upto)
                                ON seen.lane = l.lane
                         CROSS JOIN LATERAL
                         (SELECT * FROM commits
                           WHERE lane = l.lane AND n > coalesce(seen.after, 0) AND n <= coalesce(seen.upto, $4)
                           ORDER BY n
                           LIMIT $5) c) ON true""";

    private final Pool pool;

    CommitReader(Pool pool) {
        this.pool = pool;
    }

    /** How far all lanes have come, and in which database. */
    Future<FeedPosition> heads() {
        return pool.preparedQuery(HEADS).execute().map(CommitReader::heads);
    }

    private static FeedPosition heads(RowSet<Row> rows) {
        var heads = new HashMap<UUID, Long>();
        UUID incarnation = new UUID(0, 0);
        for (var row : rows) {
            incarnation = row.getUUID("incarnation");
            if (row.getUUID("lane") != null) {
                heads.put(row.getUUID("lane"), row.getLong("n"));
            }
        }
        return new FeedPosition(incarnation, new Heads(heads), null);
    }

    /** What was committed after that position. */
    Future<Page> after(FeedPosition from) {
        return read(from, null);
    }

    /** What was committed after that position and is part of {@code upTo}. */
    Future<Page> between(FeedPosition from, Heads upTo) {
        return read(from, upTo);
    }

    private Future<Page> read(FeedPosition from, @Nullable Heads upTo) {
        var lanes = new HashSet<>(from.heads().lanes().keySet());
        if (upTo != null) {
            lanes.addAll(upTo.lanes().keySet());
        }
        var ids = lanes.toArray(UUID[]::new);
        var after = new Long[ids.length];
        var last = new Long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            after[i] = from.heads().of(ids[i]);
            last[i] = upTo == null ? Long.MAX_VALUE : upTo.of(ids[i]);
        }
        long others = upTo == null ? Long.MAX_VALUE : 0;
        return pool.preparedQuery(COMMITS)
                .execute(Tuple.of(ids, after, last, others, MOST_OF_A_LANE))
                .map(rows -> page(from, rows));
    }

    private static Page page(FeedPosition from, RowSet<Row> rows) {
        var commits = new ArrayList<Commit>();
        UUID incarnation = from.incarnation();
        for (var row : rows) {
            incarnation = row.getUUID("incarnation");
            if (row.getUUID("lane") != null) {
                commits.add(commit(row));
            }
        }
        return incarnation.equals(from.incarnation())
                ? Page.of(from, commits)
                : new Page(List.of(), from.heads(), false, true);
    }

    private static Commit commit(Row row) {
        return Commit.of(
                row.getUUID("lane"),
                row.getLong("n"),
                row.getOffsetDateTime("at").toInstant(),
                row.getArrayOfUUIDs("run_ids"),
                row.getArrayOfIntegers("seqs"));
    }

    /**
     * Commits in the order of the feed.
     *
     * @param heads where they lead
     * @param more whether there were more than fit
     * @param gap whether some are missing: removed, or of another database
     */
    record Page(List<Placed> commits, Heads heads, boolean more, boolean gap) {

        private static Page of(FeedPosition from, List<Commit> found) {
            if (isGap(from.heads(), found)) {
                return new Page(List.of(), from.heads(), false, true);
            }
            var cut = cut(found);
            var within = from.within();
            var heads = from.heads();
            var placed = new ArrayList<Placed>();
            for (var commit :
                    CommitOrder.of(
                            CommitOrder.upTo(found, cut), within == null ? null : within.lane())) {
                var after = heads.with(commit.lane(), commit.n());
                placed.add(new Placed(from.incarnation(), heads, commit, after));
                heads = after;
            }
            return new Page(placed, heads, !cut.isEmpty(), false);
        }

        /** The latest time in each lane of which there may be more. */
        private static List<Instant> cut(List<Commit> found) {
            Map<UUID, Integer> count = new HashMap<>();
            Map<UUID, Instant> latest = new HashMap<>();
            for (var commit : found) {
                count.merge(commit.lane(), 1, Integer::sum);
                latest.merge(commit.lane(), commit.at(), (a, b) -> a.isAfter(b) ? a : b);
            }
            latest.keySet().removeIf(lane -> count.getOrDefault(lane, 0) < MOST_OF_A_LANE);
            return List.copyOf(latest.values());
        }

        private static boolean isGap(Heads from, List<Commit> found) {
            Set<UUID> begun = new HashSet<>();
            return found.stream()
                    .filter(commit -> begun.add(commit.lane()))
                    .anyMatch(first -> first.n() != from.of(first.lane()) + 1);
        }
    }

    /**
     * A commit and its place: how far all lanes are before and after it.
     *
     * @param before with everything that precedes it in the feed
     */
    record Placed(UUID incarnation, Heads before, Commit commit, Heads after) {

        /** The place after so many events of one of its transitions. */
        FeedPosition position(int row, int event, int events) {
            boolean rowDone = event == events;
            if (rowDone && row == commit.slots().size() - 1) {
                return new FeedPosition(incarnation, after, null);
            }
            var within =
                    new FeedPosition.Within(
                            commit.lane(), rowDone ? row + 1 : row, rowDone ? 0 : event);
            return new FeedPosition(incarnation, before, within);
        }
    }
}
