package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ten minutes at seven tenths of the peak while what ended a minute ago is removed: per minute how
 * long runs take, and what the server holds. {@code --minutes N} makes it more or fewer.
 */
final class Soak {

    private static final int IN_FLIGHT = 64;
    private static final double SHARE = 0.7;

    private final Product product;
    private final Scale scale;
    private final Published workflow;

    private Soak(Product product, Scale scale) throws Exception {
        this.product = product;
        this.scale = scale;
        this.workflow = product.publish(Blueprint.THREE_STEPS);
    }

    /**
     * What a minute was like.
     *
     * @param heap MiB after collecting garbage
     * @param kept runs in the tables at its end
     */
    private record Minute(
            SoakPace.Result runs,
            double heap,
            double resident,
            long connections,
            int threads,
            long kept) {

        String line(int n) {
            return String.format(
                    Locale.ROOT,
                    "%6d %9.0f %8.2f %8.2f %8.2f %8.2f %8.1f %8.1f %11d %8d %10d",
                    n,
                    runs.perSecond(),
                    runs.p50(),
                    runs.p99(),
                    runs.p999(),
                    runs.max(),
                    heap,
                    resident,
                    connections,
                    threads,
                    kept);
        }
    }

    public static void main(String[] arguments) throws Exception {
        var all = List.of(arguments);
        var scale = all.contains("--smoke") ? Scale.SMOKE : Scale.FULL;
        int given = all.indexOf("--minutes");
        int minutes = given < 0 ? 10 : Integer.parseInt(all.get(given + 1));
        System.setProperty("agent-runner.keep-ended-runs", "PT1M");
        int exit = 1;
        try {
            var product = Product.start(Files.createTempDirectory("agent-runner-soak"));
            new Soak(product, scale).measure(scale == Scale.SMOKE ? 2 : minutes);
            exit = 0;
        } catch (Exception failed) {
            System.err.println("bench: " + failed);
        } finally {
            System.exit(exit);
        }
    }

    private void measure(int minutes) throws Exception {
        var closed = new ClosedLoop(IN_FLIGHT, () -> product.completed(workflow));
        closed.run(scale.warmUp());
        double peak = closed.run(scale.warmUp()).perSecond();
        System.out.printf(Locale.ROOT, "peak %.0f runs/s%n", peak);
        System.out.println(
                "minute    runs/s   p50 ms   p99 ms p99.9 ms   max ms heap MiB  RSS MiB connections  threads   kept runs");
        var length = scale == Scale.SMOKE ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        var all = new ArrayList<Minute>();
        for (int n = 1; n <= minutes; n++) {
            var pace = new SoakPace(peak * SHARE, () -> product.completed(workflow));
            var minute = minute(pace.run(length));
            all.add(minute);
            System.out.println(minute.line(n));
        }
        drift(all);
    }

    private Minute minute(SoakPace.Result runs) throws Exception {
        var memory = CrowdMemory.now();
        return new Minute(
                runs,
                memory.heapMebi(),
                memory.residentMebi(),
                count(
                        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                count("SELECT count(*) FROM runs"));
    }

    private long count(String sql) throws SQLException {
        var database = product.database();
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The first two minutes fill what is empty at first, so the others alone are compared. */
    private static void drift(List<Minute> all) {
        if (all.size() < 4) {
            return;
        }
        var steady = all.subList(2, all.size());
        var early = steady.subList(0, steady.size() / 2);
        var late = steady.subList(steady.size() - steady.size() / 2, steady.size());
        print("p50", early, late, minute -> minute.runs().p50());
        print("p99", early, late, minute -> minute.runs().p99());
        print("p99.9", early, late, minute -> minute.runs().p999());
        print("heap", early, late, Minute::heap);
        print("RSS", early, late, Minute::resident);
        print("connections", early, late, Minute::connections);
        print("threads", early, late, Minute::threads);
        print("kept runs", early, late, Minute::kept);
    }

    private static void print(
            String what,
            List<Minute> early,
            List<Minute> late,
            java.util.function.ToDoubleFunction<Minute> figure) {
        double before = median(early, figure);
        double after = median(late, figure);
        System.out.printf(
                Locale.ROOT,
                "%-12s %10.2f, later %10.2f: %.2f%n",
                what,
                before,
                after,
                after / before);
    }

    private static double median(
            List<Minute> minutes, java.util.function.ToDoubleFunction<Minute> figure) {
        var sorted = minutes.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
