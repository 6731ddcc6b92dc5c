package io.agentrunner.artifacts;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.RunId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One row of the table {@code artifacts}. */
@Entity
@Table(name = "artifacts")
public class ArtifactRow {

    @Id UUID id = new UUID(0, 0);

    @Column(name = "run_id")
    UUID runId = new UUID(0, 0);

    String path = "";
    int iteration;
    int attempt;
    String name = "";
    String kind = "";
    String uri = "";

    @Column(name = "content_type")
    String contentType = "";

    long size;
    String sha256 = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    RunId run() {
        return new RunId(runId);
    }

    Artifact artifact() {
        return new Artifact(id, name, kind, contentType, size, sha256);
    }
}
