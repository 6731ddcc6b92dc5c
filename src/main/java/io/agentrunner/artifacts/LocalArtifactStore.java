package io.agentrunner.artifacts;

import io.agentrunner.run.RunId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
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
    public Stored put(RunId run, UUID artifact, Bytes bytes) throws IOException {
        var home = Files.createDirectories(folderOf(run));
        var partial = home.resolve(artifact + ".partial");
        var stored = write(bytes, partial, "local:" + run + "/" + artifact);
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

    private static Stored write(Bytes bytes, Path target, String uri) throws IOException {
        try (var file = create(target)) {
            var digest = sha256();
            var out =
                    new BufferedOutputStream(
                            new DigestOutputStream(Channels.newOutputStream(file), digest), BUFFER);
            bytes.writeTo(out);
            out.flush();
            file.force(true);
            return new Stored(uri, file.size(), HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(target);
            throw failed;
        }
    }

    private static FileChannel create(Path target) throws IOException {
        try {
            return FileChannel.open(
                    target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException impossible) {
            throw new IOException("artifact ids repeat: " + target, impossible);
        }
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
