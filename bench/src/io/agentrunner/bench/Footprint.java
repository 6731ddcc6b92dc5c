package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;

/** What a run leaves on the disk, and what the server needs in memory for many. */
final class Footprint implements Scenario {

    private static final String WAL = "SELECT pg_current_wal_lsn() - '0/0'";
    private static final String IMAGES = "SELECT wal_fpi FROM pg_stat_wal";
    private static final String TABLES = size("pg_table_size");
    private static final String INDEXES = size("pg_indexes_size");

    private static final int PAGE = 8192;
    private static final int RUNS = 200_000;
    private static final int CONNECTIONS = 64;

    /** So many requests the server has under way at a time; further ones stand in line. */
    private static final int REQUESTS = 1_000;

    private static final int FIRST = 100;
    private static final int IN_LINE = 8_000;

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String about() {
        return "bytes of log, tables, indexes and memory to a run";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        try (var server = rig.launch();
                var load = HttpLoad.open(rig.vertx(), server.door(), CONNECTIONS)) {
            onDisk(server, load, scale, report);
            inMemory(server, load, scale, report);
        }
    }

    private static void onDisk(LaunchedServer server, HttpLoad load, Scale scale, Report report)
            throws Exception {
        server.door().publish(Blueprint.THREE_STEPS);
        var request = HttpLoad.awaited(Blueprint.THREE_STEPS);
        var loop = new ClosedLoop(CONNECTIONS, () -> load.ask(request, HttpLoad::isCompleted));
        int runs = scale.of(RUNS);
        loop.runAll(runs / 10 + 1);
        var database = server.database();
        SideDatabase.execute(database, "CHECKPOINT");
        var before = Disk.of(database);
        var speed = loop.runAll(runs);
        long resident = server.residentBytes();
        var after = Disk.of(database);
        double log = (after.wal() - before.wal()) / runs;
        double images = Math.min(log, (after.images() - before.images()) * PAGE / runs);
        double tables = (after.tables() - before.tables()) / runs;
        double indexes = (after.indexes() - before.indexes()) / runs;
        report.add("log per run, from a checkpoint on", "B", log);
        report.add("of that images of whole pages, at most", "B", images);
        report.add("tables per run", "B", tables);
        report.add("indexes per run", "B", indexes);
        report.add("tables and indexes per run", "B", tables + indexes);
        report.add("runs a second meanwhile", "runs/s", speed.perSecond());
        report.add("server's resident memory then", "MB", resident / 1e6);
    }

    private static void inMemory(LaunchedServer server, HttpLoad load, Scale scale, Report report)
            throws Exception {
        try (var mute = MuteServer.open()) {
            var unanswered = Blueprint.unanswered(mute.port());
            server.door().publish(unanswered);
            start(load, unanswered, scale.of(FIRST));
            long first = server.liveHeapBytes();
            int requests = scale.of(REQUESTS - FIRST);
            start(load, unanswered, requests);
            long underWay = server.liveHeapBytes();
            int waiting = scale.of(IN_LINE);
            start(load, unanswered, waiting);
            long all = server.liveHeapBytes();
            report.add(
                    "heap per run with a request out", "B", (underWay - first) / (double) requests);
            report.add("heap per active run beyond them", "B", (all - underWay) / (double) waiting);
            report.add("server's live heap with all of them", "MB", all / 1e6);
        }
    }

    private static void start(HttpLoad load, Blueprint blueprint, int runs) throws Exception {
        var request = HttpLoad.started(blueprint);
        new ClosedLoop(CONNECTIONS, () -> load.ask(request, it -> it.status() == 201)).runAll(runs);
    }

    /** Bytes of everything, and how many pages were written to the log as a whole. */
    private record Disk(double wal, double images, double tables, double indexes) {
        static Disk of(DatabaseSettings database) {
            return new Disk(
                    SideDatabase.number(database, WAL),
                    SideDatabase.number(database, IMAGES),
                    SideDatabase.number(database, TABLES),
                    SideDatabase.number(database, INDEXES));
        }
    }

    private static String size(String function) {
        return """
        SELECT sum(%s(oid)) FROM pg_class
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace\
        """
                .formatted(function);
    }
}
