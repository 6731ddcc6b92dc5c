package io.agentrunner.dashboard;

import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.catalog.VersionDiffs;
import io.agentrunner.catalog.VersionDiffs.Pair;
import io.agentrunner.catalog.WrittenSources;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.dashboard.WorkflowDiffPage.Source;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Shows what changed between two versions of a workflow. */
@Path("/workflows/{name}/diff")
@Produces(Pages.OFFERED)
public class WorkflowDiffPageResource {

    private final PublishedWorkflows workflows;
    private final VersionDiffs diffs;
    private final WrittenSources sources;
    private final Visits visits;

    public WorkflowDiffPageResource(
            PublishedWorkflows workflows,
            VersionDiffs diffs,
            WrittenSources sources,
            Visits visits) {
        this.workflows = workflows;
        this.diffs = diffs;
        this.sources = sources;
        this.visits = visits;
    }

    @GET
    public Uni<Response> diff(
            String name,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to,
            @BeanParam Visitor visitor) {
        return visits.of(visitor, Instant.now())
                .chain(
                        visit ->
                                Answers.of(() -> diffs.find(name, from, to))
                                        .chain(pair -> page(pair, name, visit))
                                        .chain(page -> Pages.ok(Templates.workflowDiff(page)))
                                        .onFailure(Problem.class)
                                        .recoverWithUni(it -> Pages.problem(it, visit)));
    }

    private Uni<WorkflowDiffPage> page(Pair pair, String name, Visit visit) {
        return Uni.combine()
                .all()
                .unis(
                        Answers.of(() -> workflows.versions(name)),
                        Answers.of(() -> sources.of(pair.from().workflow())),
                        Answers.of(() -> sources.of(pair.to().workflow())))
                .asTuple()
                .map(all -> new Source(pair, all.getItem1(), all.getItem2(), all.getItem3()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(source -> WorkflowDiffPage.of(source, visit));
    }
}
