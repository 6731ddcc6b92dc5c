package io.agentrunner.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once per user and version, never seen half unpacked. */
record PostgresBinaries(Path folder) {

    /** Takes the user's cache folder, or the data folder where there is no such thing. */
    static PostgresBinaries unpacked(Path dataDir) {
        var archive = archive();
        var cache = userCache().orElse(dataDir);
        try {
            var folder = cache.resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(folder)) {
                removeLeftovers(cache);
                unpack(archive, cache, folder);
            }
            return new PostgresBinaries(folder);
        } catch (IOException e) {
            throw Refusal.of(cache, e);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static URL archive() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var name =
                "postgres-%s-%s.txz"
                        .formatted(
                                os.startsWith("mac") ? "darwin" : os,
                                arch.equals("aarch64") ? "arm_64" : "x86_64");
        var found = PostgresBinaries.class.getClassLoader().getResource(name);
        if (found == null) {
            throw new DatabaseUnusable(
                    "No embedded PostgreSQL comes with agent-runner for %s on %s; give it a server of your own in AGENT_RUNNER_DATABASE_URL."
                            .formatted(System.getProperty("os.name"), arch));
        }
        return found;
    }

    private static Optional<Path> userCache() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        var base =
                xdg == null || xdg.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(xdg);
        try {
            return Optional.of(Files.createDirectories(base.resolve("agent-runner")))
                    .filter(Files::isWritable);
        } catch (IOException noHome) {
            return Optional.empty();
        }
    }

    /** Tells versions apart; a few milliseconds for the whole archive. */
    private static String fingerprint(URL archive) throws IOException {
        try (var in = new CheckedInputStream(archive.openStream(), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return "%08x".formatted(in.getChecksum().getValue());
        }
    }

    /** What a process that was killed while unpacking left behind. */
    private static void removeLeftovers(Path cache) throws IOException {
        var longAgo = Instant.now().minus(Duration.ofHours(1));
        try (Stream<Path> all = Files.list(cache)) {
            for (var path : all.toList()) {
                if (Objects.toString(path.getFileName()).startsWith(".unpack-")
                        && Files.getLastModifiedTime(path).toInstant().isBefore(longAgo)) {
                    Folders.delete(path);
                }
            }
        }
    }

    /** The rename is what makes it appear; of two processes the second throws its own away. */
    private static void unpack(URL archive, Path cache, Path folder) throws IOException {
        var unpacking = Files.createTempDirectory(cache, ".unpack-");
        try (InputStream in = new XZInputStream(archive.openStream())) {
            untar(in, unpacking);
            Files.move(unpacking, folder);
        } catch (IOException e) {
            Folders.delete(unpacking);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Every Linux and macOS has tar, but not every one has xz: so that half is Java's. */
    private static void untar(InputStream in, Path into) throws IOException {
        var tar =
                new ProcessBuilder("tar", "-xof", "-", "-C", into.toString())
                        .redirectErrorStream(true)
                        .start();
        IOException broken = null;
        try (var pipe = tar.getOutputStream()) {
            in.transferTo(pipe);
        } catch (IOException e) {
            broken = e;
        }
        var said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tar.onExit().join().exitValue() != 0 || broken != null) {
            throw new IOException(said, broken);
        }
    }
}
