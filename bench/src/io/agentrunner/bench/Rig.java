package io.agentrunner.bench;

import io.agentrunner.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What scenarios measure on: the product in this process, servers in processes of their own, and
 * folders for both. All of it ends with the rig, which ends with this process at the latest; the
 * folder is removed by {@code bench/run} after that.
 */
final class Rig implements AutoCloseable {

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private @Nullable Product product;
    private String postgres = "none";
    private int folders;

    private Rig(Path folder) {
        this.folder = folder;
    }

    static Rig open() {
        var rig = new Rig(Path.of(property("bench.folder")));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(rig::close));
        return rig;
    }

    /** The checkout. */
    static Path root() {
        return Path.of(property("bench.root"));
    }

    /** What this JVM was told that others need too; how it is watched is its own. */
    static List<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(it -> it.startsWith("--") || it.startsWith("-Dbench."))
                .toList();
    }

    Vertx vertx() {
        return vertx;
    }

    /** A path that nothing is at. */
    synchronized Path fresh(String name) {
        return folder.resolve(name + "-" + ++folders);
    }

    /** The product in this process; there is one. */
    synchronized Product product() throws IOException, InterruptedException {
        if (product == null) {
            product = Product.start(fresh("product"));
            seen(product.database());
        }
        return product;
    }

    LaunchedServer launch() throws IOException, InterruptedException {
        return launch(Map.of());
    }

    /** A server in a process of its own, with an empty database. */
    LaunchedServer launch(Map<String, String> environment)
            throws IOException, InterruptedException {
        return launch(fresh("server"), environment);
    }

    /** One with the data that another left there, which has ended. */
    LaunchedServer launch(Path data, Map<String, String> environment)
            throws IOException, InterruptedException {
        var server = LaunchedServer.start(data, environment);
        closeLater(server);
        server.awaitReady();
        seen(server.database());
        return server;
    }

    /** A program that ends with the rig at the latest. */
    Process run(ProcessBuilder program) throws IOException {
        var process = program.start();
        closeLater(process::destroy);
        return process;
    }

    /** Which PostgreSQL was measured, once there was one. */
    synchronized String postgres() {
        return postgres;
    }

    private synchronized void seen(DatabaseSettings database) {
        postgres = SideDatabase.ask(database, "SHOW server_version");
    }

    private synchronized void closeLater(AutoCloseable thing) {
        things.push(thing);
    }

    /** Closing again what was closed does nothing. */
    @Override
    public synchronized void close() {
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (Exception failed) {
                System.err.println("bench: " + failed);
            }
        }
        vertx.close();
    }

    private static String property(String name) {
        var value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("start bench/run, which says " + name);
        }
        return value;
    }
}
