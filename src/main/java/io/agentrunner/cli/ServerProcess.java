package io.agentrunner.cli;

import io.agentrunner.engine.Housekeeping;
import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import io.agentrunner.postgres.DatabaseUnusable;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The life of one server in this process: database up, server up, work, server down, database down.
 */
final class ServerProcess {

    private static final long LONGEST_GOODBYE_SECONDS = 9;

    private ServerProcess() {}

    /** What is done while the server is up. */
    interface Work {

        /** Runs when the server is ready; its return value ends the process. */
        int run(Settings settings) throws Exception;
    }

    /** Says where the server is and waits for the end. */
    record Serving() implements Work {
        @Override
        public int run(Settings settings) {
            System.out.println("agent-runner is ready at " + settings.address());
            Quarkus.waitForExit();
            return 0;
        }
    }

    /** The application that Quarkus runs; it finds its work in here, one server to a process. */
    public static final class Application implements QuarkusApplication {

        private static volatile Work work = new Serving();
        private static volatile Settings settings = new Settings("", 0, Configuration.data(), null);

        @Override
        public int run(String... arguments) throws Exception {
            var housekeeping = Arc.container().instance(Housekeeping.class).get();
            housekeeping.whenReady().toCompletableFuture().join();
            return work.run(settings);
        }
    }

    /** Serves, works and ends; returns the exit code. */
    static int run(Settings settings, Work work) {
        if (!ServerOptions.isFree(settings)) {
            throw new CannotStart(
                    "%s port %d is taken; stop what listens there or name another with --port"
                            .formatted(settings.host(), settings.port()));
        }
        var database = open(settings);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(database, stopped)));
        settings.properties().forEach(System::setProperty);
        database.settings().quarkusProperties().forEach(System::setProperty);
        Application.work = work;
        Application.settings = settings;
        return serve(stopped);
    }

    private static int serve(CountDownLatch stopped) {
        int[] exit = {0};
        Quarkus.run(
                Application.class,
                (code, failure) -> {
                    exit[0] = failure == null ? code : explain(failure);
                    stopped.countDown();
                });
        return exit[0];
    }

    private static int explain(Throwable failure) {
        System.err.println("agent-runner could not start: " + rootOf(failure).getMessage());
        return 1;
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Database open(Settings settings) {
        try {
            return Database.open(
                    new DatabaseOptions(
                            settings.data(),
                            Configuration.find("database-url").orElse(null),
                            Configuration.find("database-user").orElse(null),
                            Configuration.find("database-password").orElse(null)));
        } catch (DatabaseUnusable unusable) {
            throw new CannotStart(String.valueOf(unusable.getMessage()));
        }
    }

    /** The database ends after the server, whoever of the two was told first. */
    private static void close(Database database, CountDownLatch stopped) {
        try {
            if (!stopped.await(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "agent-runner did not end in time; the journal has all that matters");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
