package io.agentrunner.artifacts;

import java.time.Instant;
import java.util.UUID;

/** An artifact as the API tells it. */
public record ArtifactView(
        UUID id,
        UUID runId,
        String step,
        String name,
        String kind,
        String uri,
        String contentType,
        long size,
        String sha256,
        Instant createdAt) {

    static ArtifactView of(ArtifactRow row) {
        return new ArtifactView(
                row.id,
                row.runId,
                row.path,
                row.name,
                row.kind,
                row.uri,
                row.contentType,
                row.size,
                row.sha256,
                row.createdAt);
    }
}
