package io.agentrunner.catalog;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
                () -> ofLocked(version.name).chain(rows -> publish(version, rows)));
    }

    private Uni<Stored> publish(StoredVersion version, List<StoredVersion> rows) {
        var known = rows.stream().filter(row -> row.version.equals(version.version)).findFirst();
        if (known.filter(row -> row.current).isPresent()) {
            return Uni.createFrom().item(new Stored(takeHome(known.get(), version), false));
        }
        rows.forEach(row -> row.current = false);
        return flush().chain(() -> becomeCurrent(version, known, rows));
    }

    private Uni<Stored> becomeCurrent(
            StoredVersion version, Optional<StoredVersion> known, List<StoredVersion> rows) {
        if (known.isPresent()) {
            known.get().current = true;
            known.get().publishedAt = version.publishedAt;
            return Uni.createFrom().item(new Stored(takeHome(known.get(), version), false));
        }
        version.archivedAt = archivedSince(rows);
        return persist(version).map(stored -> new Stored(stored, true));
    }

    /** What a file or the program says belongs to it, wherever it was said before. */
    private static StoredVersion takeHome(StoredVersion known, StoredVersion version) {
        if (!version.source.equals("api")) {
            known.source = version.source;
            known.home = version.home;
        }
        return known;
    }

    /** An archived workflow stays so when another version of it is published. */
    private static @Nullable Instant archivedSince(List<StoredVersion> rows) {
        return rows.isEmpty() ? null : rows.getFirst().archivedAt;
    }

    /** The folder of its file was moved or checked out elsewhere. */
    Uni<Void> move(String version, String home) {
        return Panache.withTransaction(
                () -> findById(version).invoke(row -> row.home = home).replaceWithVoid());
    }

    /** Null activates it again. */
    Uni<Void> archive(String name, @Nullable Instant at) {
        return Panache.withTransaction(
                () ->
                        ofLocked(name)
                                .invoke(rows -> rows.forEach(row -> row.archivedAt = at))
                                .replaceWithVoid());
    }

    private Uni<List<StoredVersion>> ofLocked(String name) {
        return lock(name).chain(() -> list("name", name));
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
