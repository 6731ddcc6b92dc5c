package io.agentrunner.artifacts;

import io.agentrunner.run.Artifact;

/** An artifact whose bytes are durable while its metadata may not be; see {@link Artifacts}. */
public final class Kept {

    private final ArtifactRow row;

    Kept(ArtifactRow row) {
        this.row = row;
    }

    public Artifact artifact() {
        return row.artifact();
    }

    ArtifactRow row() {
        return row;
    }
}
