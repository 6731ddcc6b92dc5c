package io.agentrunner.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where the program starts: finds the command and ends with its exit code. */
@QuarkusMain
@Command(
        name = "agent-runner",
        description = "Runs multi-step workflows durably and shows every run live.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ServerCommand.class, DemoCommand.class})
public final class Main {

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::explain)
                .setUsageHelpAutoWidth(true);
    }

    /** What people can act on is said in a sentence; anything else is our fault and told whole. */
    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CannotStart) {
            command.getErr().println("agent-runner: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
