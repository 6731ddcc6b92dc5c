package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What ten million events in the tables cost: runs per second, and how long lists and pages take,
 * before and after. {@code --data FOLDER} keeps the data folder.
 */
final class Growth {

    private static final int EVENTS_OF_A_RUN = 9;
    private static final int IN_FLIGHT = 64;

    private final Product product;
    private final Report report;
    private final Scale scale;
    private final Published workflow;
    private final String sample;

    private Growth(Product product, Report report, Scale scale) throws Exception {
        this.product = product;
        this.report = report;
        this.scale = scale;
        this.workflow = product.publish(Blueprint.THREE_STEPS);
        this.sample = product.completed(workflow).toCompletableFuture().join().id().toString();
    }

    public static void main(String[] arguments) throws Exception {
        var all = List.of(arguments);
        var scale = all.contains("--smoke") ? Scale.SMOKE : Scale.FULL;
        int kept = all.indexOf("--data");
        var data =
                kept < 0
                        ? Files.createTempDirectory("agent-runner-growth")
                        : Path.of(all.get(kept + 1));
        int exit = 1;
        try {
            var product = Product.start(data);
            System.out.println(Report.heading());
            new Growth(product, new Report(), scale).measure();
            exit = 0;
        } catch (Exception failed) {
            System.err.println("bench: " + failed);
        } finally {
            System.exit(exit);
        }
    }

    private void measure() throws Exception {
        var pages = new GrowthPages(product.address(), sample);
        pages.measure();
        var pagesBefore = pages.measure();
        var loop = new ClosedLoop(IN_FLIGHT, () -> product.completed(workflow));
        loop.run(scale.warmUp().dividedBy(2));
        long eventsBefore = events();
        double before = throughput("runs with " + eventsBefore + " events", loop);
        int runs = scale.of(10_000_000) / EVENTS_OF_A_RUN;
        long begun = System.nanoTime();
        new GrowthFill(product.database(), sample, runs).fill();
        System.out.printf(Locale.ROOT, "filled in %.0f s%n", (System.nanoTime() - begun) / 1e9);
        loop.run(scale.warmUp().dividedBy(2));
        double after = throughput("runs with " + events() + " events", loop);
        report.add("throughput with them / without them", "", after / before);
        print(pagesBefore, pages.measure());
    }

    private double throughput(String name, ClosedLoop loop) throws Exception {
        var rounds = new ClosedLoop.Result[scale.rounds()];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = loop.run(scale.round());
        }
        report.add(
                name,
                "runs/s",
                Arrays.stream(rounds).mapToDouble(ClosedLoop.Result::perSecond).toArray());
        report.add(
                name + ", p99",
                "ms",
                Arrays.stream(rounds).mapToDouble(ClosedLoop.Result::p99).toArray());
        return report.figures().get(report.figures().size() - 2).median();
    }

    private static void print(Map<String, double[]> before, Map<String, double[]> after) {
        System.out.printf(
                "%-48s %12s %12s %12s %12s%n", "ms", "p50 before", "p50", "p99 before", "p99");
        before.forEach(
                (name, then) -> {
                    var now = after.get(name);
                    System.out.printf(
                            Locale.ROOT,
                            "%-48s %12.1f %12.1f %12.1f %12.1f%n",
                            name,
                            then[0],
                            now[0],
                            then[1],
                            now[1]);
                });
    }

    /** As exactly as it matters here. */
    private long events() throws SQLException {
        var database = product.database();
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM runs")) {
            rows.next();
            return rows.getLong(1) * EVENTS_OF_A_RUN;
        }
    }
}
