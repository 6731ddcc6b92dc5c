package io.agentrunner.bench;

import java.nio.file.Path;
import java.util.Map;

/**
 * A million runs that sleep: how late others wake meanwhile, how long a server takes to start with
 * them, and what it has in memory.
 */
final class Sleepers implements Scenario {

    private static final Blueprint SLEEPS =
            new Blueprint(
                    "sleeps",
                    """
                    {"name": "sleeps", "timeline": ["rest"],
                     "steps": {"rest": {"type": "sleep", "for": "${inputs.n}"}},
                     "inputs": {"type": "object", "properties": {"n": {"type": "string"}}}}\
                    """);

    private static final String YEAR =
            """
            {"workflow": "sleeps", "inputs": {"n": "PT9000H"}}\
            """;

    private static final int ASLEEP = 1_000_000;
    private static final int DUE = 20_000;

    @Override
    public String name() {
        return "sleepers";
    }

    @Override
    public String about() {
        return "waking and starting beside a million runs that sleep";
    }

    /** A server of its own for each part: the second has to find what the first left behind. */
    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        var data = rig.fresh("sleepers");
        String sample;
        try (var server = started(rig, data, "none asleep", report)) {
            server.door().publish(SLEEPS);
            sample = sample(server);
            var fill = new SleepersFill(server.database(), sample);
            wake(fill, "none asleep", scale, report);
            long begun = System.nanoTime();
            fill.fill(scale.of(ASLEEP), "1 day", "30 days");
            fill.tidy();
            report.add("putting all to sleep", "s", since(begun));
        }
        try (var server = started(rig, data, "all asleep", report)) {
            report.add("heap, all asleep", "MiB", mebi(server.liveHeapBytes()));
            report.add("resident, all asleep", "MiB", mebi(server.residentBytes()));
            wake(new SleepersFill(server.database(), sample), "all asleep", scale, report);
            report.add("heap after waking", "MiB", mebi(server.liveHeapBytes()));
        }
    }

    private static LaunchedServer started(Rig rig, Path data, String when, Report report)
            throws Exception {
        long begun = System.nanoTime();
        var server = rig.launch(data, Map.of());
        report.add("from the start to /readyz, " + when, "s", since(begun));
        return server;
    }

    /** A run that went to sleep honestly. */
    private static String sample(LaunchedServer server) throws Exception {
        var id = server.door().start(YEAR);
        var asleep =
                """
                SELECT count(*) FROM runs
                 WHERE id = '%s' AND state = 'WAITING' AND wake_at IS NOT NULL AND owner IS NULL\
                """
                        .formatted(id);
        var database = server.database();
        Patience.until("a run to sleep", () -> SideDatabase.number(database, asleep) == 1);
        return id;
    }

    /** Once to warm up when it matters, and once to measure. */
    private static void wake(SleepersFill fill, String when, Scale scale, Report report)
            throws Exception {
        if (!scale.isSmoke()) {
            var _ = woken(fill, scale);
        }
        var late = woken(fill, scale);
        report.add("lateness, " + when + ", p50", "ms", late.p50());
        report.add("lateness, " + when + ", p99", "ms", late.p99());
        report.add("lateness, " + when + ", max", "ms", late.max());
    }

    /** They are due late enough that a server which looks for them every few seconds can know. */
    private static SleepersFill.Lateness woken(SleepersFill fill, Scale scale) throws Exception {
        int due = scale.of(DUE);
        fill.fill(due, scale.isSmoke() ? "2 seconds" : "8 seconds", spread(scale));
        fill.remember();
        Patience.until("those that are due to wake", () -> fill.woken() == due);
        return fill.lateness();
    }

    private static String spread(Scale scale) {
        return scale.isSmoke() ? "1 second" : "20 seconds";
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static double mebi(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
