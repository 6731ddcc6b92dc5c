package io.agentrunner.artifacts;

import io.agentrunner.artifacts.ArtifactStore.Bytes;
import io.agentrunner.http.Page;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.RunId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What runs left behind, found again by run or id. A file of the same name that a later attempt of
 * a step's iteration leaves takes the place of the earlier one.
 */
public final class Artifacts {

    private static final int LONGEST_NAME = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ArtifactStore store;
    private final ArtifactRows rows;

    public Artifacts(ArtifactStore store, ArtifactRows rows) {
        this.store = store;
        this.rows = rows;
    }

    /** Keeps a file and tells of it: {@link #keep}, then {@link #record}. */
    public Artifact add(Origin origin, Path file, String name, String kind) throws IOException {
        var kept = keep(origin, file, name, kind);
        record(kept);
        return kept.artifact();
    }

    /**
     * Makes the bytes durable. Nobody finds them before {@link #record}.
     *
     * @param name relative to the run's workspace
     * @param kind {@code file} or {@code log}
     */
    public Kept keep(Origin origin, Path file, String name, String kind) throws IOException {
        return keep(origin, Bytes.of(file), name, kind);
    }

    /** The same for what is no file yet; whatever the writing throws, nothing is left of it. */
    public Kept keep(Origin origin, Bytes bytes, String name, String kind) throws IOException {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for an artifact: " + name);
        }
        var row = new ArtifactRow();
        row.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        row.id = newId(row.createdAt);
        row.runId = origin.run().value();
        row.path = origin.step().path();
        row.iteration = origin.step().iteration();
        row.attempt = origin.attempt();
        row.name = name;
        row.kind = kind;
        row.contentType = ContentTypes.of(name);
        var stored = store.put(origin.run(), row.id, bytes);
        row.uri = stored.uri();
        row.size = stored.size();
        row.sha256 = stored.sha256();
        return new Kept(row);
    }

    /**
     * Makes the metadata durable; may be repeated. An attempt that comes after a later one, because
     * nobody could tell it in time that it was given up, leaves nothing. Waits for the database, so
     * never call it on an event loop.
     *
     * @throws ArtifactsUnavailable while the database is away
     */
    public void record(Kept kept) throws IOException {
        for (var uri : await(() -> Panache.withTransaction(() -> insert(kept.row())))) {
            store.delete(uri);
        }
    }

    /** Whether an artifact may be called so. */
    public static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && name.indexOf('\0') < 0;
    }

    /** One page of what a run left behind, oldest first, after the artifact {@code last}. */
    public Uni<Page<ArtifactView>> list(RunId run, Optional<UUID> last, int limit) {
        return reading(
                () ->
                        rows.after(last, run, limit + 1)
                                .chain(
                                        found ->
                                                rows.countOf(run)
                                                        .map(total -> page(found, limit, total))));
    }

    public Uni<Optional<ArtifactView>> find(UUID id) {
        return row(id).map(found -> found.map(ArtifactView::of));
    }

    /**
     * Forgets what a run left behind. Waits for disk and database, so never call it on an event
     * loop.
     *
     * @throws ArtifactsUnavailable while the database is away
     */
    public void deleteOf(RunId run) throws IOException {
        // The bytes first: rows without bytes are found again by a second try, bytes without rows
        // not.
        store.deleteOf(run);
        await(() -> Panache.withTransaction(() -> rows.allOf(run).call(rows::remove)));
    }

    /**
     * Forgets what some hundreds of runs left behind; otherwise as {@link #deleteOf(RunId)}.
     *
     * @throws ArtifactsUnavailable while the database is away
     */
    public void deleteOf(Collection<RunId> runs) throws IOException {
        for (var run : runs) {
            store.deleteOf(run);
        }
        await(() -> Panache.withTransaction(() -> rows.removeOf(runs)));
    }

    Uni<Optional<ArtifactRow>> row(UUID id) {
        return reading(() -> rows.findById(id)).map(Optional::ofNullable);
    }

    void requireBytes(ArtifactRow row) throws IOException {
        store.size(row.uri);
    }

    InputStream open(ArtifactRow row, long from) throws IOException {
        return store.open(row.uri, from);
    }

    /** Answers where the bytes are that nobody can find any more. */
    private Uni<List<String>> insert(ArtifactRow row) {
        return rows.findById(row.id)
                .chain(known -> known == null ? replace(row) : Uni.createFrom().item(List.of()));
    }

    private Uni<List<String>> replace(ArtifactRow row) {
        return rows.replacedBy(row)
                .chain(
                        there ->
                                there.stream().anyMatch(it -> it.attempt > row.attempt)
                                        ? Uni.createFrom().item(List.of(row.uri))
                                        : replace(there, row));
    }

    private Uni<List<String>> replace(List<ArtifactRow> there, ArtifactRow row) {
        return rows.remove(there)
                .call(() -> rows.persist(row))
                .map(_ -> there.stream().map(it -> it.uri).toList());
    }

    private static Page<ArtifactView> page(List<ArtifactRow> found, int limit, long total) {
        var items = found.stream().limit(limit).map(ArtifactView::of).toList();
        var next = found.size() > limit ? ArtifactCursor.after(items.getLast().id()) : null;
        return new Page<>(items, next, total, false);
    }

    private static UUID newId(Instant now) {
        var random = ThreadLocalRandom.current();
        return RunId.at(now, random.nextLong(), random.nextLong()).value();
    }

    private static <T> Uni<T> reading(Supplier<Uni<T>> query) {
        return Panache.withSession(query)
                .onFailure(DatabaseFailure::isTemporary)
                .transform(ArtifactsUnavailable::new);
    }

    /** Panache works on event loops alone, so whoever waits does it elsewhere. */
    static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> work.get().ifNoItem().after(PATIENCE).fail());
        } catch (Throwable failed) {
            throw switch (failed) {
                case Throwable away when DatabaseFailure.isTemporary(away) ->
                        new ArtifactsUnavailable(away);
                case RuntimeException unexpected -> unexpected;
                default -> new IllegalStateException(failed);
            };
        }
    }
}
