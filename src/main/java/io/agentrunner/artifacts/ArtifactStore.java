package io.agentrunner.artifacts;

import io.agentrunner.run.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;

/** Keeps the bytes of artifacts; what {@link #put} has returned from survives a crash. */
public interface ArtifactStore {

    /** Keeps what is written; nothing of it when that fails. */
    Stored put(RunId run, UUID artifact, Bytes bytes) throws IOException;

    /**
     * The bytes from an offset on.
     *
     * @throws java.nio.file.NoSuchFileException when there is nothing under that URI
     */
    InputStream open(String uri, long from) throws IOException;

    /**
     * How many bytes there are.
     *
     * @throws java.nio.file.NoSuchFileException when there is nothing under that URI
     */
    long size(String uri) throws IOException;

    /** Forgets one artifact; one that isn't there is fine. */
    void delete(String uri) throws IOException;

    /** Forgets whatever a run left behind. */
    void deleteOf(RunId run) throws IOException;

    /** Something to keep. */
    interface Bytes {

        /** All that a file has in it; a link is not followed. */
        static Bytes of(Path file) {
            return out -> {
                try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    in.transferTo(out);
                }
            };
        }

        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * What was put in.
     *
     * @param uri finds it again
     * @param sha256 in hex
     */
    record Stored(String uri, long size, String sha256) {}
}
