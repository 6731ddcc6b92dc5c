package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** What can be run here: all workflows, and each of their versions. */
@Path("/workflows")
@Produces(Pages.OFFERED)
public class WorkflowPageResource {

    private final PublishedWorkflows workflows;
    private final Visits visits;

    public WorkflowPageResource(PublishedWorkflows workflows, Visits visits) {
        this.workflows = workflows;
        this.visits = visits;
    }

    @GET
    public Uni<Response> all(@BeanParam Visitor visitor) {
        return visits.of(visitor, Instant.now())
                .map(visit -> WorkflowsPage.of(workflows.all(), visit))
                .chain(page -> Pages.ok(Templates.workflows(page)));
    }

    @GET
    @Path("/{name}")
    public Uni<Response> one(
            String name, @RestQuery @DefaultValue("") String version, @BeanParam Visitor visitor) {
        return visits.of(visitor, Instant.now()).chain(visit -> one(name, version, visit));
    }

    private Uni<Response> one(String name, String version, Visit visit) {
        return Uni.combine()
                .all()
                .unis(
                        find(name, version),
                        Uni.createFrom().completionStage(() -> workflows.versions(name)))
                .asTuple()
                .map(both -> WorkflowPage.of(known(both.getItem1(), name), both.getItem2(), visit))
                .chain(page -> Pages.ok(Templates.workflow(page)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> Pages.problem(problem, visit));
    }

    private Uni<Optional<Edition>> find(String name, String version) {
        return Uni.createFrom()
                .completionStage(() -> workflows.edition(name, version.isEmpty() ? null : version));
    }

    private static Edition known(Optional<Edition> found, String name) {
        return found.orElseThrow(
                () ->
                        new Problem(
                                ProblemType.NOT_FOUND,
                                "There is no workflow " + name + " in that version."));
    }
}
