package io.agentrunner.bench;

import java.util.Arrays;

/**
 * What ten million events in the tables cost: runs per second, and how long lists and pages take,
 * before and after.
 */
final class Growth implements Scenario {

    private static final int EVENTS = 10_000_000;
    private static final int EVENTS_OF_A_RUN = 9;
    private static final int CONNECTIONS = 64;
    private static final int TIMES = 100;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String about() {
        return "runs and lists before and after ten million events";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        try (var server = rig.launch();
                var load = HttpLoad.open(rig.vertx(), server.door(), CONNECTIONS)) {
            server.door().publish(Blueprint.THREE_STEPS);
            var sample = server.door().complete(Blueprint.THREE_STEPS);
            var pages = new GrowthPages(server.door(), sample);
            var request = HttpLoad.awaited(Blueprint.THREE_STEPS);
            var loop = new ClosedLoop(CONNECTIONS, () -> load.ask(request, HttpLoad::isCompleted));
            loop.run(scale.warmUp());
            if (!scale.isSmoke()) {
                pages.measure(TIMES);
            }
            measure("before", loop, pages, server, scale, report);
            long begun = System.nanoTime();
            int runs = Math.max(1, scale.of(EVENTS) / EVENTS_OF_A_RUN);
            new GrowthFill(server.database(), sample, runs).fill();
            report.add("filling the tables", "s", (System.nanoTime() - begun) / 1e9);
            loop.run(scale.shortWarmUp());
            measure("grown", loop, pages, server, scale, report);
            report.add(
                    "runs grown / before",
                    "",
                    report.median("runs, grown").orElseThrow()
                            / report.median("runs, before").orElseThrow());
        }
    }

    private static void measure(
            String when,
            ClosedLoop loop,
            GrowthPages pages,
            LaunchedServer server,
            Scale scale,
            Report report)
            throws Exception {
        double runs = SideDatabase.number(server.database(), "SELECT count(*) FROM runs");
        report.add("events, " + when, "", runs * EVENTS_OF_A_RUN);
        var rounds = new ClosedLoop.Result[scale.rounds()];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = loop.run(scale.round());
        }
        report.add(
                "runs, " + when,
                "runs/s",
                Arrays.stream(rounds).mapToDouble(ClosedLoop.Result::perSecond).toArray());
        report.add(
                "runs, " + when + ", p99",
                "ms",
                Arrays.stream(rounds).mapToDouble(ClosedLoop.Result::p99).toArray());
        pages.measure(scale.of(TIMES))
                .forEach((name, each) -> report.add(name + ", " + when, "ms", each));
    }
}
