package io.agentrunner.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code workflows}. */
@Entity
@Table(name = "workflows")
class StoredVersion {

    @Id String version = "";

    String name = "";

    String definition = "";

    String source = "";

    @Nullable String home;

    @Column(name = "published_at")
    Instant publishedAt = Instant.EPOCH;

    @Column(name = "is_current")
    boolean current;

    @Column(name = "archived_at")
    @Nullable Instant archivedAt;
}
