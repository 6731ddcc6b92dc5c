package io.agentrunner.artifacts;

import io.agentrunner.run.RunId;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code artifacts}; every method needs a session of the current Vert.x context. */
@ApplicationScoped
public class ArtifactRows implements PanacheRepositoryBase<ArtifactRow, UUID> {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** Those of a run that came after {@code last}, in their order. */
    Uni<List<ArtifactRow>> after(Optional<UUID> last, RunId run, int limit) {
        return find("runId = ?1 and id > ?2", Sort.by("id"), run.value(), last.orElse(BEFORE_ALL))
                .page(Page.ofSize(limit))
                .list();
    }

    Uni<Long> countOf(RunId run) {
        return count("runId", run.value());
    }

    /** Those in whose place {@code row} comes. */
    Uni<List<ArtifactRow>> replacedBy(ArtifactRow row) {
        return list(
                "runId = ?1 and path = ?2 and iteration = ?3 and name = ?4",
                row.runId,
                row.path,
                row.iteration,
                row.name);
    }

    Uni<List<ArtifactRow>> allOf(RunId run) {
        return list("runId", run.value());
    }

    /**
     * By a statement of its own. Hibernate Reactive 3.2 keeps the progress of removing an entity in
     * a field that all sessions share, so that one which removes goes on with another's work.
     */
    Uni<Long> remove(List<ArtifactRow> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().item(0L)
                : delete("id in ?1", rows.stream().map(row -> row.id).toList());
    }

    Uni<Long> removeOf(Collection<RunId> runs) {
        return delete("runId in ?1", runs.stream().map(RunId::value).toList());
    }
}
