package io.agentrunner.steps;

import io.agentrunner.engine.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * A command that runs with a session and a record of its own. When {@link #await} has returned, all
 * of its processes have ended and the record is gone.
 */
final class ShellProcess {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final List<String> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid")
                    .filter(it -> Files.isExecutable(Path.of(it)))
                    .limit(1)
                    .toList();

    private final Process process;
    private final Path record;

    private ShellProcess(Process process, Path record) {
        this.process = process;
        this.record = record;
    }

    /**
     * What to start.
     *
     * @param record the file in which it notes down who it is
     * @param step the iteration it belongs to
     */
    record Start(
            List<String> words,
            Map<String, String> environment,
            Path workspace,
            Path record,
            String step) {}

    static ShellProcess start(Start start) throws IOException {
        var words = new ArrayList<>(SETSID);
        words.addAll(List.of("/bin/sh", "-c", ProcessRecord.SCRIPT, "agent-runner"));
        words.addAll(List.of(start.record.toString(), start.workspace.toString(), start.step));
        words.addAll(start.words);
        var builder = new ProcessBuilder(words).directory(start.workspace.toFile());
        builder.environment().clear();
        builder.environment().putAll(start.environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        return new ShellProcess(builder.start(), start.record);
    }

    Process process() {
        return process;
    }

    /**
     * Waits for the end, or brings it about when {@code stop} is given.
     *
     * @return whether it was brought about
     */
    boolean await(StopSignal stop) throws IOException, InterruptedException {
        try {
            endOrStop(stop).get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            end();
            throw stopped;
        }
        boolean stopped = process.isAlive();
        end();
        return stopped;
    }

    private CompletableFuture<Void> endOrStop(StopSignal stop) {
        var over = process.onExit().<Void>thenApply(_ -> null);
        stop.whenGiven(() -> over.complete(null));
        return over;
    }

    /** Also what outlives the command itself: nothing of an attempt works on after its end. */
    private void end() throws IOException, InterruptedException {
        var tree = written().map(ProcessTree::ofLiving).stream().toList();
        ProcessTree.end(tree, GRACE);
        process.waitFor();
        Files.deleteIfExists(record);
    }

    /** Its record, which it writes before anything else. */
    private Optional<ProcessRecord> written() throws IOException, InterruptedException {
        while (process.isAlive()) {
            var written = read();
            if (written.isPresent()) {
                return written;
            }
            Thread.sleep(5);
        }
        return read();
    }

    private Optional<ProcessRecord> read() throws IOException {
        return Files.exists(record) ? ProcessRecord.read(record) : Optional.empty();
    }
}
