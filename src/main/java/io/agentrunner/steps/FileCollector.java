package io.agentrunner.steps;

import io.agentrunner.artifacts.ArtifactStore.Bytes;
import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.artifacts.ArtifactsUnavailable;
import io.agentrunner.artifacts.Kept;
import io.agentrunner.artifacts.Origin;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.StopSignal;
import io.agentrunner.run.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what one attempt leaves behind as artifacts. While the database is away it waits, so that
 * no result is lost, until the attempt is stopped.
 */
final class FileCollector {

    private static final long PAUSE_MILLIS = 250;

    private final Artifacts artifacts;
    private final Secrets secrets;
    private final Origin origin;
    private final StopSignal stop;
    private final List<Artifact> collected = new ArrayList<>();

    FileCollector(Artifacts artifacts, Secrets secrets, Origin origin, StopSignal stop) {
        this.artifacts = artifacts;
        this.secrets = secrets;
        this.origin = origin;
        this.stop = stop;
    }

    List<Artifact> collected() {
        return List.copyOf(collected);
    }

    void keep(Path file, String name, String kind) throws IOException, InterruptedException {
        record(artifacts.keep(origin, file, secrets.mask(name), kind));
    }

    /** Keeps what is written, which has no secret in it; empty where it was stopped before. */
    Optional<Artifact> keep(Bytes bytes, String name, String kind)
            throws IOException, InterruptedException {
        var kept = artifacts.keep(origin, bytes, name, kind);
        record(kept);
        return Optional.of(kept.artifact()).filter(collected::contains);
    }

    private void record(Kept kept) throws IOException, InterruptedException {
        while (true) {
            try {
                artifacts.record(kept);
                collected.add(kept.artifact());
                return;
            } catch (ArtifactsUnavailable away) {
                if (stop.isGiven()) {
                    return;
                }
                // On a thread of the attempt's own: what it made waits for the database with it.
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
