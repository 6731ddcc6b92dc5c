package io.agentrunner.cli;

import io.quarkus.runtime.Quarkus;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a server and a run, and shows it live. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts a server and a run, by default one that generates, tests and packages an"
                        + " application, and shows it live.")
final class DemoCommand implements Callable<Integer> {

    private static final String WORKFLOW = "quarkus-bootstrap-v1";

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
            paramLabel = "WORKFLOW",
            arity = "0..1",
            defaultValue = WORKFLOW,
            description = "what is run (default: " + WORKFLOW + ")")
    private String workflow = WORKFLOW;

    @Option(names = "--once", description = "end with the run; exit code 0 only when it COMPLETED")
    private boolean once;

    @Override
    public Integer call() throws Exception {
        // The terminal belongs to the demo; what the server says goes to a file beside its data.
        var settings = onFreePort(options.settings());
        var log = settings.data().resolve("server.log");
        System.setProperty("quarkus.log.console.enabled", "false");
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty("quarkus.log.file.path", log.toString());
        System.out.println("Starting a server on " + settings.data() + " (log: " + log + ")");
        return ServerProcess.run(settings, this::show);
    }

    private int show(Settings settings) throws Exception {
        boolean completed = new DemoRun(settings.address(), System.out).watch(workflow);
        if (!once) {
            System.out.println(
                    "\nThe server stays up at " + settings.address() + "; Ctrl-C ends it.");
            Quarkus.waitForExit();
            return 0;
        }
        return completed ? 0 : 1;
    }

    private Settings onFreePort(Settings settings) throws Exception {
        if (options.namesPort() || ServerOptions.isFree(settings)) {
            return settings;
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), 0));
            System.out.printf(
                    "Port %d is taken, using %d%n", settings.port(), socket.getLocalPort());
            return settings.onPort(socket.getLocalPort());
        }
    }
}
