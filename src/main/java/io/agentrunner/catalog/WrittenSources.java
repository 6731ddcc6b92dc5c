package io.agentrunner.catalog;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.workflow.Workflow;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The texts of versions as they were written, for people to read. */
public final class WrittenSources {

    private static final String KEEP =
            """
            INSERT INTO workflow_sources (version, format, written) VALUES (?1, ?2, ?3)
            ON CONFLICT (version) DO UPDATE SET format = excluded.format, written = excluded.written
             WHERE workflow_sources.written <> excluded.written
            """;

    private static final String FIND =
            "SELECT format || ':' || written FROM workflow_sources WHERE version = ?1";

    private final DatabaseContext database;

    WrittenSources(DatabaseContext database) {
        this.database = database;
    }

    /** What somebody wrote. */
    public record Written(Format format, String text) {}

    /**
     * Keeps what a published workflow was read from.
     *
     * @param content as it was read without a mistake
     */
    CompletionStage<Void> keep(Workflow workflow, Format format, byte[] content) {
        return database.run(
                () ->
                        Panache.withTransaction(
                                () -> keep(workflow.version(), format, text(content))));
    }

    private static Uni<Void> keep(String version, Format format, String text) {
        return Panache.getSession()
                .chain(
                        session ->
                                session.createNativeQuery(KEEP)
                                        .setParameter(1, version)
                                        .setParameter(2, format.name())
                                        .setParameter(3, text)
                                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String text(byte[] content) {
        try {
            return Blueprints.text(content);
        } catch (Unreadable e) {
            throw new IllegalArgumentException("not what was read", e);
        }
    }

    /** Empty for a version that nobody wrote as a text, or wrote before texts were kept. */
    public CompletionStage<Optional<Written>> of(Workflow workflow) {
        return database.run(() -> Panache.withSession(() -> find(workflow.version())));
    }

    private static Uni<Optional<Written>> find(String version) {
        return Panache.getSession()
                .chain(session -> find(session, version))
                .map(found -> Optional.ofNullable(found).map(WrittenSources::written));
    }

    private static Uni<String> find(Session session, String version) {
        return session.createNativeQuery(FIND, String.class)
                .setParameter(1, version)
                .getSingleResultOrNull();
    }

    private static Written written(String row) {
        int colon = row.indexOf(':');
        return new Written(Format.valueOf(row.substring(0, colon)), row.substring(colon + 1));
    }
}
