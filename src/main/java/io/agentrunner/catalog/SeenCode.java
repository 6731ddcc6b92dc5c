package io.agentrunner.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of {@code workflow_code}. */
@Entity
@Table(name = "workflow_code")
@IdClass(SeenCode.Key.class)
class SeenCode {

    /** Which code of which version. */
    record Key(String version, String item, String hash) implements Serializable {}

    @Id String version = "";

    @Id String item = "";

    @Id String hash = "";

    @Column(name = "seen_at")
    Instant seenAt = Instant.EPOCH;
}
