package io.agentrunner.steps;

import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends the processes that attempts left behind when their server was killed. Who they are is read
 * from the records they made of themselves; a stranger who has got a number of theirs is let be.
 */
public final class Orphans {

    private static final Duration GRACE = Duration.ofMillis(300);
    private static final Duration LONGEST_WRITE = Duration.ofMillis(500);

    private final Path folder;

    /**
     * Those whose records are in that folder.
     *
     * @param folder has no other server
     */
    public Orphans(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Ends all of them. For a server that starts, before it makes any attempt. */
    public void endAll() throws IOException, InterruptedException {
        end("*.process", Optional.empty());
        deleteOutputs();
    }

    /** Ends those of earlier attempts of a step, before its next one begins. */
    void endOf(RunId run, StepKey step) throws IOException, InterruptedException {
        end(ProcessRecord.filesOf(run), Optional.of(step));
    }

    private void end(String pattern, Optional<StepKey> step)
            throws IOException, InterruptedException {
        var ended = new ArrayList<Path>();
        var trees = new ArrayList<ProcessTree>();
        for (var file : files(pattern)) {
            var record = read(file);
            if (step.isPresent() && !record.filter(it -> it.isOf(step.get())).isPresent()) {
                // Of another step, which may begin or end at this moment.
                continue;
            }
            record.filter(ProcessRecord::isOfThisBoot)
                    .map(ProcessTree::ofOrphan)
                    .ifPresent(trees::add);
            ended.add(file);
        }
        ProcessTree.end(trees, GRACE);
        for (var file : ended) {
            Files.deleteIfExists(file);
        }
    }

    /** A record that isn't whole is being written right now, or was cut short by a full disk. */
    private static Optional<ProcessRecord> read(Path file)
            throws IOException, InterruptedException {
        long patience = System.nanoTime() + LONGEST_WRITE.toNanos();
        try {
            var record = ProcessRecord.read(file);
            while (record.isEmpty() && System.nanoTime() < patience) {
                Thread.sleep(20);
                record = ProcessRecord.read(file);
            }
            return record;
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }

    private void deleteOutputs() throws IOException {
        for (var file : files("*.log")) {
            Files.deleteIfExists(file);
        }
    }

    private List<Path> files(String pattern) throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException nothingThere) {
            return List.of();
        }
        return files;
    }
}
