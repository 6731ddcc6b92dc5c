package io.agentrunner.journal;

import io.agentrunner.journal.CommitReader.Placed;
import io.agentrunner.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the transitions that commits name, as many at once as are good to hold. */
final class SlotReader {

    static final int MOST = 200;
    private static final long MOST_BYTES = 1 << 20;

    private static final String ROWS =
            """
            SELECT place, seq, last, at, events, workflow, found
              FROM (SELECT w.place, j.seq, j.last, j.at, j.events, r.workflow,
                           count(*) OVER () AS found,
                           sum(octet_length(j.events)) OVER (ORDER BY w.place)
                               - octet_length(j.events) AS before
                      FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS w (run_id, seq, place)
                      JOIN journal j ON j.run_id = w.run_id AND j.seq = w.seq
                      JOIN runs r ON r.id = w.run_id) sized
             WHERE before < $3
             ORDER BY place""";

    private final Pool pool;

    SlotReader(Pool pool) {
        this.pool = pool;
    }

    /** One transition's place in the feed. */
    record Place(Placed commit, int row) {
        RunId run() {
            return commit.commit().slots().get(row).run();
        }

        int seq() {
            return commit.commit().slots().get(row).seq();
        }
    }

    /**
     * The rows of the first {@code places} places, without those of runs that were deleted since.
     */
    record Part(List<Found> found, int places) {}

    /** A transition as it was found at its place. */
    record Found(Place place, JournalRow row, String workflow) {

        /** Its events, each with the position after it. */
        List<FeedItem.Event> items(List<Entry> entries) {
            var items = new ArrayList<FeedItem.Event>(entries.size());
            for (int i = 0; i < entries.size(); i++) {
                var position = place.commit().position(place.row(), i + 1, entries.size());
                items.add(new FeedItem.Event(position, entries.get(i), workflow));
            }
            return items;
        }
    }

    Future<Part> read(List<Place> places) {
        var runs = places.stream().map(place -> place.run().value()).toArray(UUID[]::new);
        var seqs = places.stream().map(Place::seq).toArray(Integer[]::new);
        return pool.preparedQuery(ROWS)
                .execute(Tuple.of(runs, seqs, MOST_BYTES))
                .map(rows -> part(places, rows));
    }

    private static Part part(List<Place> places, RowSet<Row> rows) {
        var found = new ArrayList<Found>();
        int end = places.size();
        for (var row : rows) {
            int at = (int) (row.getLong("place") - 1);
            found.add(
                    new Found(
                            places.get(at),
                            JournalRow.of(places.get(at).run(), row),
                            row.getString("workflow")));
            end = found.size() < row.getLong("found") ? at + 1 : places.size();
        }
        return new Part(found, end);
    }
}
