package io.agentrunner.bench;

import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.journal.PostgresJournal;
import io.agentrunner.journal.PostgresNodes;
import io.agentrunner.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The journal alone, by its public door, beside bare SQL of the same shape. */
final class Appends implements Scenario {

    /** As many as the journal puts into one commit. */
    private static final int GROUP = 1000;

    private static final int MOST_EVENTS = 1000;

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String about() {
        return "the journal alone, through 1, 2 and 4 connections";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        var product = rig.product();
        var workflow = product.publish(Blueprint.THREE_STEPS);
        var sample = product.completed(workflow).toCompletableFuture().join();
        var stored = StoredRun.read(product.database(), sample.id().toString());
        var entries =
                product.bean(EventReader.class)
                        .read(sample.id(), 0, MOST_EVENTS)
                        .toCompletableFuture()
                        .join();
        var runs = AppendedRuns.like(stored, entries);
        for (int connections : List.of(1, 2, 4)) {
            try (var ceiling = Ceiling.open(product.database(), stored, connections);
                    var journals = Journals.open(product.database(), connections)) {
                measure(runs, ceiling, journals, scale, report);
            }
        }
    }

    private static void measure(
            AppendedRuns runs, Ceiling ceiling, Journals journals, Scale scale, Report report)
            throws Exception {
        int connections = journals.all().size();
        int group = scale.of(GROUP);
        var turn = new AtomicInteger();
        var bare = new ClosedLoop(connections, () -> ceiling.batch(group));
        var journal =
                new ClosedLoop(2 * group * connections, () -> runs.append(journals.next(turn)));
        bare.run(scale.shortWarmUp());
        journal.run(scale.warmUp());
        var allowed = new double[scale.rounds()];
        var reached = new double[scale.rounds()];
        for (int i = 0; i < scale.rounds(); i++) {
            allowed[i] = bare.run(scale.round()).perSecond() * group * runs.events();
            reached[i] = journal.run(scale.round()).perSecond() * runs.events();
        }
        var by = " by " + connections;
        report.add("bare SQL, events" + by, "1/s", allowed);
        report.add("journal, events" + by, "1/s", reached);
        report.add(
                "journal, transitions" + by,
                "1/s",
                scaled(reached, (double) runs.transitions() / runs.events()));
        report.add("journal / bare SQL" + by, "", SideBySide.ratios(reached, allowed));
    }

    private static double[] scaled(double[] values, double by) {
        var scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= by;
        }
        return scaled;
    }

    /** Journals of nodes that share a database, one connection each. */
    private record Journals(
            Vertx vertx, Pool pool, SideDatabase database, List<PostgresJournal> all)
            implements AutoCloseable {

        static Journals open(DatabaseSettings product, int count) throws SQLException {
            var database = SideDatabase.migrated(product, "appends");
            var vertx = Vertx.vertx();
            var options = database.settings().reactive();
            var pool = JournalPool.open(vertx, options, 1);
            var all = new ArrayList<PostgresJournal>();
            for (int i = 0; i < count; i++) {
                var nodes = new PostgresNodes(pool, UUID.randomUUID(), "append-" + i);
                nodes.join().toCompletableFuture().join();
                all.add(
                        PostgresJournal.open(vertx, options, new EventReader(pool), nodes::lease)
                                .toCompletableFuture()
                                .join());
            }
            return new Journals(vertx, pool, database, List.copyOf(all));
        }

        /** Each in its turn. */
        PostgresJournal next(AtomicInteger turn) {
            return all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
        }

        @Override
        public void close() throws SQLException {
            all.forEach(journal -> journal.close().toCompletableFuture().join());
            pool.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            database.close();
        }
    }
}
