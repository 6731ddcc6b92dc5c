package io.agentrunner.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Ten minutes at seven tenths of the peak while what ended a minute ago is removed: for each minute
 * how long runs take, and what the server holds at its end.
 */
final class Soak implements Scenario {

    private static final String CONNECTED =
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
    private static final String KEPT = "SELECT count(*) FROM runs";

    private static final int IN_FLIGHT = 64;
    private static final int CONNECTIONS = 512;
    private static final double SHARE = 0.7;
    private static final int MINUTES = 10;

    /** The first of them fill what is empty at first. */
    private static final int UNSTEADY = 2;

    /**
     * What a minute was like.
     *
     * @param heap MiB after collecting garbage
     * @param resident MiB
     * @param kept runs in the tables at its end
     */
    private record Minute(
            SoakPace.Result runs,
            double heap,
            double resident,
            double connections,
            double threads,
            double kept) {}

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String about() {
        return "ten minutes of steady load, old runs being removed";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        try (var server = rig.launch(Map.of("AGENT_RUNNER_KEEP_ENDED_RUNS", "PT1M"));
                var load = HttpLoad.open(rig.vertx(), server.door(), CONNECTIONS)) {
            server.door().publish(Blueprint.THREE_STEPS);
            var request = HttpLoad.awaited(Blueprint.THREE_STEPS);
            var closed = new ClosedLoop(IN_FLIGHT, () -> load.ask(request, HttpLoad::isCompleted));
            closed.run(scale.warmUp());
            double peak = closed.run(scale.warmUp()).perSecond();
            report.add("soak, the peak before", "runs/s", peak);
            var pace =
                    new SoakPace(
                            peak * SHARE,
                            CONNECTIONS,
                            () -> load.ask(request, HttpLoad::isCompleted));
            var minutes = new ArrayList<Minute>();
            for (int n = 0; n < (scale.isSmoke() ? 2 : MINUTES); n++) {
                var length = scale.isSmoke() ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
                minutes.add(minute(server, pace.run(length)));
            }
            say(minutes, report);
        }
    }

    private static Minute minute(LaunchedServer server, SoakPace.Result runs) throws Exception {
        return new Minute(
                runs,
                server.liveHeapBytes() / (double) (1 << 20),
                server.residentBytes() / (double) (1 << 20),
                SideDatabase.number(server.database(), CONNECTED),
                server.threads(),
                SideDatabase.number(server.database(), KEPT));
    }

    private static void say(List<Minute> minutes, Report report) {
        say("runs", "runs/s", minutes, minute -> minute.runs().perSecond(), report);
        say("p50", "ms", minutes, minute -> minute.runs().p50(), report);
        say("p99", "ms", minutes, minute -> minute.runs().p99(), report);
        say("p99.9", "ms", minutes, minute -> minute.runs().p999(), report);
        say("longest", "ms", minutes, minute -> minute.runs().max(), report);
        say("heap", "MiB", minutes, Minute::heap, report);
        say("resident", "MiB", minutes, Minute::resident, report);
        say("connections of the database", "", minutes, Minute::connections, report);
        say("threads", "", minutes, Minute::threads, report);
        say("runs in the tables", "", minutes, Minute::kept, report);
    }

    private static void say(
            String what,
            String unit,
            List<Minute> minutes,
            ToDoubleFunction<Minute> figure,
            Report report) {
        report.add("soak, " + what, unit, minutes.stream().mapToDouble(figure).toArray());
        var steady = minutes.subList(UNSTEADY, minutes.size());
        int half = steady.size() / 2;
        if (half > 0) {
            double early = median(steady.subList(0, half), figure);
            double late = median(steady.subList(steady.size() - half, steady.size()), figure);
            report.add("soak, " + what + ", later / earlier", "", late / early);
        }
    }

    private static double median(List<Minute> minutes, ToDoubleFunction<Minute> figure) {
        var sorted = minutes.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
