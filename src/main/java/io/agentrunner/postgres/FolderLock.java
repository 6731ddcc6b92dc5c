package io.agentrunner.postgres;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a data folder this process's own until closed, or until the process ends in whatever way.
 */
final class FolderLock implements AutoCloseable {
    /** Closing any channel of a file gives up its lock, so a second try must not even open it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static FolderLock take(Path dataDir) {
        try {
            var folder = Files.createDirectories(dataDir.toAbsolutePath()).toRealPath();
            if (!HELD.add(folder)) {
                throw inUse(folder, String.valueOf(ProcessHandle.current().pid()));
            }
            try {
                return new FolderLock(folder, locked(folder));
            } catch (IOException | RuntimeException failed) {
                HELD.remove(folder);
                throw failed;
            }
        } catch (IOException e) {
            throw Refusal.of(dataDir, e);
        }
    }

    /** The folder without symbolic links, so that two names of it are one. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        if (HELD.remove(folder)) {
            try {
                channel.close();
            } catch (IOException e) {
                throw Refusal.of(folder, e);
            }
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        var file = folder.resolve("lock");
        var channel = FileChannel.open(file, CREATE, READ, WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw inUse(folder, Files.readString(file).strip());
        }
        var pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static DatabaseUnusable inUse(Path folder, String holder) {
        return new DatabaseUnusable(
                "The data folder %s is in use by another agent-runner (process %s); stop that one, or name another folder with --data."
                        .formatted(folder, holder.isEmpty() ? "unknown" : holder));
    }
}
