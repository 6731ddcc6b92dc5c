package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.RunId;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One long run: what a step of it costs beside a commit, and whether later steps cost more. */
final class StepsOfOneRun implements Scenario {

    /** How long the first, and how long the last transitions of a run took; seconds. */
    private static final String EARLY_AND_LATE =
            """
            WITH t AS (SELECT at, row_number() OVER (ORDER BY seq) AS place, count(*) OVER () AS rows
                         FROM journal WHERE run_id = ?)
            SELECT extract(epoch FROM max(at) FILTER (WHERE place <= ?) - min(at)),
                   extract(epoch FROM max(at) - min(at) FILTER (WHERE place >= rows - ?))
              FROM t\
            """;

    private static final int MANY = 1_000;
    private static final int ITERATIONS = 10;

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public String about() {
        return "one run of 1,000 steps, one of 10,000";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        int steps = scale.of(MANY);
        var product = rig.product();
        var workflow = product.publish(Blueprint.ofSteps(steps));
        var sample = product.completed(workflow).toCompletableFuture().join();
        try (var ceiling = Ceiling.open(product.database(), sample.id().toString())) {
            sideBySide(product, workflow, ceiling, scale, report, steps);
        }
        if (steps > 1) {
            earlyAndLate(product, steps, scale, report);
        }
    }

    private static void sideBySide(
            Product product,
            Published workflow,
            Ceiling ceiling,
            Scale scale,
            Report report,
            int steps)
            throws Exception {
        var run = new ClosedLoop(1, () -> product.completed(workflow));
        var commits = new ClosedLoop(1, () -> ceiling.batch(1));
        run.run(scale.warmUp());
        commits.run(scale.shortWarmUp());
        var took = new double[scale.rounds()];
        var allowed = new double[scale.rounds()];
        for (int i = 0; i < scale.rounds(); i++) {
            allowed[i] = 1 / commits.run(scale.round()).perSecond();
            took[i] = 1 / run.run(scale.round()).perSecond();
        }
        report.add(steps + " single commits", "s", allowed);
        report.add("one run of " + steps + " steps", "s", took);
        report.add(
                "one run of " + steps + " steps / commits", "", SideBySide.ratios(took, allowed));
    }

    private static void earlyAndLate(Product product, int steps, Scale scale, Report report)
            throws Exception {
        var workflow = product.publish(Blueprint.loop(steps, ITERATIONS));
        int all = steps * ITERATIONS;
        var took = new double[scale.rounds()];
        var early = new double[scale.rounds()];
        var late = new double[scale.rounds()];
        for (int i = 0; i < scale.rounds(); i++) {
            long began = System.nanoTime();
            var run = product.completed(workflow).toCompletableFuture().join();
            took[i] = (System.nanoTime() - began) / 1e9;
            var ends = earlyAndLate(product.database(), run.id(), steps);
            early[i] = ends[0] / steps * 1e3;
            late[i] = ends[1] / steps * 1e3;
        }
        report.add("one run of " + all + " steps", "s", took);
        report.add("a step among its first " + steps, "ms", early);
        report.add("a step among its last " + steps, "ms", late);
        report.add("late / early step", "", SideBySide.ratios(late, early));
    }

    private static double[] earlyAndLate(DatabaseSettings database, RunId run, int steps)
            throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var query = connection.prepareStatement(EARLY_AND_LATE)) {
            query.setObject(1, run.value());
            query.setInt(2, steps + 1);
            query.setInt(3, steps);
            try (var row = query.executeQuery()) {
                row.next();
                return new double[] {row.getDouble(1), row.getDouble(2)};
            }
        }
    }
}
