package io.agentrunner.catalog;

import io.agentrunner.workflow.Validator;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The workflows of the database, kept in memory so that asking costs nothing. What another node
 * published is found when it is asked for, and by {@link #refresh} otherwise.
 */
public final class PublishedWorkflows implements Workflows {

    private static final Logger LOG = Logger.getLogger(PublishedWorkflows.class);

    private final StoredVersions stored;
    private final DatabaseContext database;
    private final Blueprints blueprints;
    private final InstantSource clock;

    private volatile Shelf shelf = Shelf.EMPTY;
    private volatile String fingerprint = "";
    private CompletionStage<Void> lastRead = CompletableFuture.completedStage(null);

    PublishedWorkflows(
            StoredVersions stored,
            DatabaseContext database,
            Blueprints blueprints,
            InstantSource clock) {
        this.stored = stored;
        this.database = database;
        this.blueprints = blueprints;
        this.clock = clock;
    }

    /** Reads everything, if anything changed since it was last read. */
    public CompletionStage<Void> refresh() {
        return database.run(stored::fingerprint).thenCompose(this::refresh);
    }

    private CompletionStage<Void> refresh(String now) {
        return now.equals(fingerprint)
                ? CompletableFuture.completedStage(null)
                : read(stored::everything, (_, editions) -> Shelf.of(editions))
                        .thenAccept(_ -> fingerprint = now);
    }

    @Override
    public CompletionStage<Optional<Published>> current(String name) {
        return find(name, it -> it.current(name).map(Edition::published));
    }

    @Override
    public CompletionStage<Optional<Published>> version(String name, String version) {
        return find(name, it -> it.version(name, version).map(Edition::published));
    }

    /** That version, or without one the current. */
    public CompletionStage<Optional<Edition>> edition(String name, @Nullable String version) {
        return find(name, it -> version == null ? it.current(name) : it.version(name, version));
    }

    /** The current version of every workflow, by name. */
    public List<Edition> all() {
        return shelf.current();
    }

    /** The versions of a workflow, newest first; none when the name is unknown. */
    public CompletionStage<List<Edition>> versions(String name) {
        return find(name, it -> it.current(name)).thenApply(_ -> shelf.versions(name));
    }

    private <T> CompletionStage<Optional<T>> find(String name, Function<Shelf, Optional<T>> look) {
        var known = look.apply(shelf);
        return known.isPresent() || !isName(name)
                ? CompletableFuture.completedStage(known)
                : reread(name).thenApply(_ -> look.apply(shelf));
    }

    /**
     * Makes a workflow the version that new runs get.
     *
     * @param source {@code java}, {@code file} or {@code api}
     * @param home the folder of its file
     */
    public CompletionStage<Publication> publish(
            Workflow workflow, String source, @Nullable String home) {
        var version = new StoredVersion();
        version.version = workflow.version();
        version.name = workflow.name();
        version.definition = workflow.definition();
        version.source = source;
        version.home = home;
        version.publishedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        version.current = true;
        return database.run(() -> stored.publish(version))
                .thenCompose(
                        done ->
                                reread(workflow.name())
                                        .thenApply(_ -> publication(workflow, done.isNew())));
    }

    /** The same, unless what came last from that source says so already. */
    CompletionStage<Void> settle(Workflow workflow, String source, @Nullable String home) {
        return last(workflow.name(), source)
                .thenCompose(
                        last ->
                                last.map(Edition::workflow).filter(workflow::equals).isPresent()
                                        ? CompletableFuture.<Void>completedStage(null)
                                        : publish(workflow, source, home).thenAccept(_ -> {}));
    }

    /** The version of a workflow that came last from that source. */
    CompletionStage<Optional<Edition>> last(String name, String source) {
        return versions(name)
                .thenApply(
                        versions ->
                                versions.stream()
                                        .filter(it -> it.published().source().equals(source))
                                        .max(Comparator.comparing(Edition::publishedAt)));
    }

    private Publication publication(Workflow workflow, boolean isNew) {
        var edition = shelf.version(workflow.name(), workflow.version());
        return new Publication(edition.orElseThrow(), isNew);
    }

    /** Its file lies in that folder now, and says what it said before. */
    CompletionStage<Void> move(Workflow workflow, String home) {
        return database.run(() -> stored.move(workflow.version(), home))
                .thenCompose(_ -> reread(workflow.name()));
    }

    /** Lets it take no new runs; empty when the name is unknown. */
    public CompletionStage<Optional<Edition>> archive(String name) {
        return changed(name, () -> stored.archive(name, clock.instant()));
    }

    /** Lets an archived one take new runs again; empty when the name is unknown. */
    public CompletionStage<Optional<Edition>> activate(String name) {
        return changed(name, () -> stored.archive(name, null));
    }

    private CompletionStage<Optional<Edition>> changed(String name, Supplier<Uni<Void>> change) {
        return !isName(name)
                ? CompletableFuture.completedStage(Optional.empty())
                : database.run(change)
                        .thenCompose(_ -> reread(name))
                        .thenApply(_ -> shelf.current(name));
    }

    /** Nothing else was ever published, and the database refuses to look for some of it. */
    private static boolean isName(String name) {
        return Validator.WORKFLOW_NAME.matcher(name).matches();
    }

    private CompletionStage<Void> reread(String name) {
        return read(() -> stored.of(name), (before, editions) -> before.with(name, editions));
    }

    /** One after the other: a slow answer must not replace a newer one. */
    private synchronized CompletionStage<Void> read(
            Supplier<Uni<List<StoredVersion>>> rows,
            BiFunction<Shelf, Collection<Edition>, Shelf> change) {
        lastRead =
                lastRead.exceptionally(_ -> null)
                        .thenCompose(_ -> database.run(rows))
                        .thenAccept(found -> shelf = change.apply(shelf, editions(found)));
        return lastRead;
    }

    private List<Edition> editions(List<StoredVersion> rows) {
        return rows.stream().flatMap(row -> edition(row).stream()).toList();
    }

    /** One that a newer server wrote may say more than this one understands. */
    private Optional<Edition> edition(StoredVersion row) {
        try {
            var workflow =
                    shelf.version(row.name, row.version)
                            .map(Edition::workflow)
                            .orElseGet(() -> blueprints.fromDefinition(row.definition));
            var published = new Published(workflow, row.source, row.home, row.archivedAt != null);
            return Optional.of(new Edition(published, row.publishedAt, row.current));
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "Workflow %s, %s, is passed over: %s", row.name, row.version, e.getMessage());
            return Optional.empty();
        }
    }
}
