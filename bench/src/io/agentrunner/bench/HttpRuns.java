package io.agentrunner.bench;

/**
 * The same runs over HTTP, on a server in a process of its own, beside the ceiling on its database.
 */
final class HttpRuns implements Scenario {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String about() {
        return "the same runs over HTTP, answered at their end";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        try (var server = rig.launch()) {
            server.door().publish(Blueprint.THREE_STEPS);
            var sample = server.door().complete(Blueprint.THREE_STEPS);
            warmUp(rig, server, scale);
            try (var ceiling = Ceiling.open(server.database(), sample)) {
                for (int connections : scale.inFlight()) {
                    measure(rig, server, ceiling, connections, scale, report);
                }
            }
        }
    }

    private static void warmUp(Rig rig, LaunchedServer server, Scale scale) throws Exception {
        try (var load = HttpLoad.open(rig.vertx(), server.door(), 64)) {
            loop(load, 64).run(scale.warmUp());
        }
    }

    private static void measure(
            Rig rig,
            LaunchedServer server,
            Ceiling ceiling,
            int connections,
            Scale scale,
            Report report)
            throws Exception {
        var bare = new ClosedLoop(1, () -> ceiling.batch(connections));
        bare.run(scale.shortWarmUp());
        try (var load = HttpLoad.open(rig.vertx(), server.door(), connections)) {
            var http = loop(load, connections);
            http.run(scale.shortWarmUp());
            new SideBySide(
                            new SideBySide.Side("ceiling beside HTTP", bare, connections),
                            new SideBySide.Side("HTTP", http, 1))
                    .measure(scale, report, connections);
        }
    }

    private static ClosedLoop loop(HttpLoad load, int connections) {
        var request = HttpLoad.awaited(Blueprint.THREE_STEPS);
        return new ClosedLoop(connections, () -> load.ask(request, HttpLoad::isCompleted));
    }
}
