package io.agentrunner.artifacts;

import io.agentrunner.run.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Keeps artifacts in a folder, those of each run in a folder of their own. Both are named by ids
 * alone, so no name that a step chose is ever a path here.
 */
public final class LocalArtifactStore implements ArtifactStore {

    private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern URI = Pattern.compile("local:(" + ID + ")/(" + ID + ")");
    private static final int BUFFER = 128 * 1024;

    private final Path folder;

    public LocalArtifactStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public Stored put(RunId run, UUID artifact, Path file) throws IOException {
        var home = Files.createDirectories(folderOf(run));
        var partial = home.resolve(artifact + ".partial");
        var stored = copy(file, partial, "local:" + run + "/" + artifact);
        Files.move(partial, home.resolve(artifact.toString()), StandardCopyOption.ATOMIC_MOVE);
        flush(home);
        flush(folder);
        return stored;
    }

    @Override
    public InputStream open(String uri, long from) throws IOException {
        var channel = FileChannel.open(pathOf(uri), StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(from));
    }

    @Override
    public long size(String uri) throws IOException {
        return Files.size(pathOf(uri));
    }

    @Override
    public void delete(String uri) throws IOException {
        Files.deleteIfExists(pathOf(uri));
    }

    @Override
    public void deleteOf(RunId run) throws IOException {
        var home = folderOf(run);
        try (var files = Files.newDirectoryStream(home)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | NotDirectoryException nothingThere) {
            return;
        }
        Files.deleteIfExists(home);
    }

    private Path folderOf(RunId run) {
        return folder.resolve(run.toString());
    }

    private Path pathOf(String uri) throws NoSuchFileException {
        var parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new NoSuchFileException(uri);
        }
        return folder.resolve(parts.group(1)).resolve(parts.group(2));
    }

    private static Stored copy(Path file, Path target, String uri) throws IOException {
        var digest = sha256();
        long size = 0;
        try (var in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                var out = create(target)) {
            var buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
                size += write(buffer.rewind(), out);
            }
            out.force(true);
        }
        return new Stored(uri, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static FileChannel create(Path target) throws IOException {
        try {
            return FileChannel.open(
                    target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException impossible) {
            throw new IOException("artifact ids repeat: " + target, impossible);
        }
    }

    private static int write(ByteBuffer buffer, FileChannel out) throws IOException {
        int size = buffer.remaining();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        return size;
    }

    /** A name is durable only when its folder is. */
    private static void flush(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
