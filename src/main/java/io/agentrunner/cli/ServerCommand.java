package io.agentrunner.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves in the foreground until it is told to end. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Serves in the foreground; Ctrl-C ends it cleanly.")
final class ServerCommand implements Callable<Integer> {

    @Mixin private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() {
        return ServerProcess.run(options.settings(), new ServerProcess.Serving());
    }
}
