package io.agentrunner.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a running PostgreSQL, or one that was killed, says about itself in its data folder. */
record PostmasterFile(Path data, List<String> lines) {
    private static final int PID = 0;
    private static final int PORT = 3;

    /** Above every system's highest pid, so no process ever has it. */
    private static final String NOBODY = "2147483646";

    static Optional<PostmasterFile> of(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() > PORT
                    ? Optional.of(new PostmasterFile(data, lines))
                    : Optional.empty();
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException e) {
            throw Refusal.of(data, e);
        }
    }

    long pid() {
        return Long.parseLong(lines.get(PID).strip());
    }

    int port() {
        return Integer.parseInt(lines.get(PORT).strip());
    }

    /**
     * A server started on this very folder. One that died has no arguments any more, a zombie
     * included, and a stranger that was given the same pid has others.
     */
    boolean isRunning() {
        return ProcessHandle.of(pid())
                .flatMap(process -> process.info().arguments())
                .filter(arguments -> Arrays.asList(arguments).contains(data.toString()))
                .isPresent();
    }

    /**
     * Lets a new server start although the pid seems to be alive. The file stays: its other lines
     * are how PostgreSQL finds out whether children of the dead server still use its memory.
     */
    void disown() {
        var disowned = new ArrayList<>(lines);
        disowned.set(PID, NOBODY);
        try {
            Files.write(data.resolve("postmaster.pid"), disowned);
        } catch (IOException e) {
            throw Refusal.of(data, e);
        }
    }
}
