package io.agentrunner.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs PostgreSQL's own programs as a user they accept, knowing no more of our environment than
 * they need.
 */
record ServerPrograms(PostgresBinaries binaries, Path home) {
    private static final Set<String> PASSED_ON =
            Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

    /** How a program ended and everything it said. */
    record Outcome(int exit, String said) {
        boolean isGood() {
            return exit == 0;
        }
    }

    Outcome run(String program, String... arguments) {
        var command = new ArrayList<>(leavingRoot());
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        try {
            return outcome(start(command));
        } catch (IOException e) {
            throw Refusal.of(binaries.folder(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnusable("Interrupted while PostgreSQL's " + program + " ran.", e);
        }
    }

    private Process start(List<String> command) throws IOException {
        var builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(PASSED_ON);
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Outcome outcome(Process process) throws IOException, InterruptedException {
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody. */
    private static List<String> leavingRoot() {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new DatabaseUnusable(
                    "PostgreSQL refuses to run as root; start agent-runner as another user.");
        }
        return List.of("unshare", "-U");
    }
}
