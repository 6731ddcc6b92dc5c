package io.agentrunner.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server listens and where it keeps its things; see docs/configuration.md. */
final class ServerOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "address to listen on (default: 127.0.0.1)")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "port to listen on (default: 8080)")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of the database, artifacts and workspaces")
    private @Nullable Path data;

    @Option(
            names = "--workflows",
            paramLabel = "DIR",
            description = "folder of blueprints, read again when they change")
    private @Nullable Path workflows;

    @Option(
            names = "--insecure",
            description =
                    "listen on an address others can reach, although whoever reaches it may run"
                            + " commands here")
    private boolean insecure;

    boolean namesPort() {
        return port != null || Configuration.find("port").isPresent();
    }

    /** All of it, from the command line, the environment, the configuration file or by default. */
    Settings settings() {
        var settings =
                new Settings(
                        host != null ? host : Configuration.find("host").orElse("127.0.0.1"),
                        port != null ? port : Configuration.port(),
                        (data != null ? data : Configuration.data()).toAbsolutePath().normalize(),
                        workflows != null ? workflows.toAbsolutePath() : Configuration.workflows());
        refuseStrangers(settings.host());
        return settings;
    }

    private void refuseStrangers(String address) {
        try {
            if (!insecure && !InetAddress.getByName(address).isLoopbackAddress()) {
                throw new CannotStart(
                        "there is no authentication yet and a workflow may run commands, so it"
                                + " listens on loopback only. To let everybody who reaches "
                                + address
                                + " run commands here, add --insecure");
            }
        } catch (UnknownHostException unknown) {
            throw new CannotStart("--host " + address + " is no address of this machine");
        }
    }

    /** Asked before anything is started, so that the answer comes at once. */
    static boolean isFree(Settings settings) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
