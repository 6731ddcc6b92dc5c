package io.agentrunner.catalog;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of workflow versions. Changes to one workflow take turns, on whichever node. */
class StoredVersions implements PanacheRepositoryBase<StoredVersion, String> {

    private static final String LOCK =
            "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('workflow:' || ?1, 0))";

    /** Changes with anything that another node may have changed. */
    private static final String FINGERPRINT =
            """
            SELECT md5(coalesce(string_agg(version || is_current || (archived_at IS NULL), ',' ORDER BY version), ''))
              FROM workflows
            """;

    /**
     * A version that was published.
     *
     * @param isNew it was not there before
     */
    record Stored(StoredVersion version, boolean isNew) {}

    Uni<List<StoredVersion>> everything() {
        return Panache.withSession(this::listAll);
    }

    Uni<List<StoredVersion>> of(String name) {
        return Panache.withSession(() -> list("name", name));
    }

    Uni<String> fingerprint() {
        return Panache.withSession(
                () ->
                        Panache.getSession()
                                .chain(
                                        session ->
                                                session.createNativeQuery(FINGERPRINT, String.class)
                                                        .getSingleResult()));
    }

    /** Makes that version the current one, whether or not it was there. */
    Uni<Stored> publish(StoredVersion version) {
        return Panache.withTransaction(
                () ->
                        lock(version.name)
                                .chain(() -> findById(version.version))
                                .chain(known -> publish(version, known)));
    }

    private Uni<Stored> publish(StoredVersion version, @Nullable StoredVersion known) {
        if (known == null) {
            return noneCurrent(version.name)
                    .chain(() -> archivedSince(version.name))
                    .invoke(since -> version.archivedAt = since)
                    .chain(() -> persist(version))
                    .map(stored -> new Stored(stored, true));
        }
        if (version.source.equals("file")) {
            known.source = version.source;
            known.home = version.home;
        }
        if (known.current) {
            return Uni.createFrom().item(new Stored(known, false));
        }
        known.publishedAt = version.publishedAt;
        known.current = true;
        return noneCurrent(version.name).replaceWith(new Stored(known, false));
    }

    /** An archived workflow stays so when another version of it is published. */
    private Uni<@Nullable Instant> archivedSince(String name) {
        return find("name = ?1 and archivedAt is not null", name)
                .firstResult()
                .map(row -> row == null ? null : row.archivedAt);
    }

    private Uni<Integer> noneCurrent(String name) {
        return update("current = false where name = ?1 and current = true", name);
    }

    /** The folder of its file was moved or checked out elsewhere. */
    Uni<Integer> move(String version, String home) {
        return Panache.withTransaction(
                () -> update("home = ?1 where version = ?2 and source = 'file'", home, version));
    }

    Uni<Integer> archive(String name, Instant at) {
        return Panache.withTransaction(
                () ->
                        lock(name)
                                .chain(
                                        () ->
                                                update(
                                                        "archivedAt = ?1 where name = ?2 and"
                                                                + " archivedAt is null",
                                                        at,
                                                        name)));
    }

    Uni<Integer> activate(String name) {
        return Panache.withTransaction(
                () -> lock(name).chain(() -> update("archivedAt = null where name = ?1", name)));
    }

    private static Uni<Integer> lock(String name) {
        return Panache.getSession()
                .chain(
                        session ->
                                session.createNativeQuery(LOCK, Integer.class)
                                        .setParameter(1, name)
                                        .getSingleResult());
    }
}
