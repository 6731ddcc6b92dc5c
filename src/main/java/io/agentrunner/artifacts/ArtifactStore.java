package io.agentrunner.artifacts;

import io.agentrunner.run.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.UUID;

/** Keeps the bytes of artifacts; what {@link #put} has returned from survives a crash. */
public interface ArtifactStore {

    /** Copies a file in. */
    Stored put(RunId run, UUID artifact, Path file) throws IOException;

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

    /**
     * What was put in.
     *
     * @param uri finds it again
     * @param sha256 in hex
     */
    record Stored(String uri, long size, String sha256) {}
}
