package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journal's own statement with nothing around it: one connection that writes batches of runs of
 * three steps, four commits to a batch, as fast as PostgreSQL takes them. No run in it was decided,
 * folded or encoded, and nobody is told.
 */
public final class BareCommits {

    private final ConnectionFactory connections;
    private final Writer writer;
    private final Lease lease;
    private final UUID lane = UUID.randomUUID();
    private final Run run;
    private long n;

    /**
     * One run as the journal has it.
     *
     * @param rows its transitions
     */
    public record Run(String workflow, String version, List<Row> rows) {
        public Run {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One transition as it is stored.
     *
     * @param last number of the last of its events
     */
    public record Row(String events, int last) {}

    private BareCommits(ConnectionFactory connections, Writer writer, Lease lease, Run run) {
        this.connections = connections;
        this.writer = writer;
        this.lease = lease;
        this.run = run;
    }

    /** Connects; the database has the tables of the journal. */
    public static CompletionStage<BareCommits> open(
            Vertx vertx, PgConnectOptions options, Lease lease, Run run) {
        Context context = vertx.getOrCreateContext();
        var connections = PgDriver.INSTANCE.createConnectionFactory(vertx, options);
        return Future.<Writer>future(
                        done ->
                                context.runOnContext(
                                        _ ->
                                                Writer.open(connections.connect(context))
                                                        .onComplete(done)))
                .map(writer -> new BareCommits(connections, writer, lease, run))
                .toCompletionStage();
    }

    /** Writes that many runs, from their creation to their end. */
    public CompletionStage<Void> batch(int runs) {
        return written(runs).toCompletionStage();
    }

    public CompletionStage<Void> close() {
        return writer.close()
                .eventually(() -> Future.<Void>future(connections::close))
                .toCompletionStage();
    }

    private Future<Void> written(int runs) {
        var ids = ids(runs);
        var since = Instant.now().atOffset(ZoneOffset.UTC);
        Future<Void> done = Future.succeededFuture();
        for (int i = 0; i < run.rows().size(); i++) {
            int row = i;
            done = done.compose(_ -> write(ids, row, since));
        }
        return done;
    }

    /** As the journal does: lists see the beginning and the end, and nothing between. */
    private Future<Void> write(UUID[] ids, int row, OffsetDateTime since) {
        boolean begins = row == 0;
        boolean ends = row == run.rows().size() - 1;
        var journalled = journalled(ids, row);
        return begins || ends
                ? writer.commit(listed(journalled, ids, row, since))
                : writer.onward(journalled);
    }

    private static UUID[] ids(int runs) {
        var random = ThreadLocalRandom.current();
        var now = Instant.now();
        return Stream.generate(() -> RunId.at(now, random.nextLong(), random.nextLong()))
                .limit(runs)
                .sorted()
                .map(RunId::value)
                .toArray(UUID[]::new);
    }

    private Tuple journalled(UUID[] ids, int row) {
        int size = ids.length;
        int first = row == 0 ? 1 : run.rows().get(row - 1).last() + 1;
        var now = Instant.now().atOffset(ZoneOffset.UTC);
        return Tuple.tuple()
                .addValue(lease.node())
                .addValue(lease.epoch())
                .addValue(lane)
                .addValue(++n)
                .addValue(ids)
                .addValue(all(size, Integer[]::new, first))
                .addValue(all(size, Integer[]::new, run.rows().get(row).last()))
                .addValue(all(size, OffsetDateTime[]::new, now))
                .addValue(all(size, String[]::new, run.rows().get(row).events()));
    }

    private Tuple listed(Tuple tuple, UUID[] ids, int row, OffsetDateTime since) {
        var none = new UUID[0];
        var now = Instant.now().atOffset(ZoneOffset.UTC);
        int last = run.rows().get(row).last();
        tuple.addValue(new Buffer[0]).addValue(new Buffer[0]).addValue(none);
        created(tuple, row == 0 ? ids : none, last, since);
        changed(tuple, row == 0 ? none : ids, last, since, now);
        return tuple;
    }

    private void created(Tuple tuple, UUID[] ids, int last, OffsetDateTime since) {
        int size = ids.length;
        tuple.addValue(ids)
                .addValue(all(size, String[]::new, run.workflow()))
                .addValue(all(size, String[]::new, run.version()))
                .addValue(all(size, String[]::new, "RUNNING"))
                .addValue(all(size, String[]::new, null))
                .addValue(all(size, String[]::new, null))
                .addValue(all(size, Integer[]::new, last))
                .addValue(all(size, UUID[]::new, lease.node()))
                .addValue(all(size, UUID[]::new, null))
                .addValue(all(size, String[]::new, "{}"))
                .addValue(all(size, Integer[]::new, 0))
                .addValue(all(size, String[]::new, null))
                .addValue(all(size, OffsetDateTime[]::new, since))
                .addValue(all(size, OffsetDateTime[]::new, since))
                .addValue(all(size, OffsetDateTime[]::new, null))
                .addValue(all(size, OffsetDateTime[]::new, since))
                .addValue(all(size, OffsetDateTime[]::new, null))
                .addValue(all(size, OffsetDateTime[]::new, null))
                .addValue(all(size, OffsetDateTime[]::new, since))
                .addValue(all(size, String[]::new, null))
                .addValue(all(size, Integer[]::new, null))
                .addValue(all(size, UUID[]::new, null))
                .addValue(all(size, Integer[]::new, 0));
    }

    private static void changed(
            Tuple tuple, UUID[] ids, int last, OffsetDateTime since, OffsetDateTime now) {
        int size = ids.length;
        tuple.addValue(ids)
                .addValue(all(size, String[]::new, "COMPLETED"))
                .addValue(all(size, String[]::new, null))
                .addValue(all(size, String[]::new, null))
                .addValue(all(size, Integer[]::new, last))
                .addValue(all(size, UUID[]::new, null))
                .addValue(all(size, OffsetDateTime[]::new, since))
                .addValue(all(size, OffsetDateTime[]::new, now))
                .addValue(all(size, OffsetDateTime[]::new, now))
                .addValue(all(size, OffsetDateTime[]::new, null))
                .addValue(all(size, Integer[]::new, 0));
    }

    private static <T> @Nullable T[] all(
            int size, IntFunction<@Nullable T[]> array, @Nullable T value) {
        var values = array.apply(size);
        Arrays.fill(values, value);
        return values;
    }
}
