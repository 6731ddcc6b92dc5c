package io.agentrunner.dashboard;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** What can be run here: all workflows, and each of their versions. */
@Path("/workflows")
@Produces(MediaType.TEXT_HTML)
public class WorkflowPageResource {

    private final Workflows workflows;
    private final Shelf shelf;

    public WorkflowPageResource(Workflows workflows, Shelf shelf) {
        this.workflows = workflows;
        this.shelf = shelf;
    }

    @GET
    public Uni<Response> all(@BeanParam Visitor visitor) {
        var visit = visitor.visit(Instant.now());
        return Uni.createFrom()
                .completionStage(shelf::all)
                .chain(all -> Pages.ok(Templates.workflows(WorkflowsPage.of(all, visit))));
    }

    @GET
    @Path("/{name}")
    public Uni<Response> one(
            String name, @RestQuery @DefaultValue("") String version, @BeanParam Visitor visitor) {
        var visit = visitor.visit(Instant.now());
        return Uni.combine()
                .all()
                .unis(
                        find(name, version),
                        Uni.createFrom().completionStage(() -> shelf.versions(name)))
                .asTuple()
                .map(both -> WorkflowPage.of(known(both.getItem1(), name), both.getItem2(), visit))
                .chain(page -> Pages.ok(Templates.workflow(page)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> Pages.problem(problem, visit));
    }

    private Uni<Optional<Published>> find(String name, String version) {
        return Uni.createFrom()
                .completionStage(
                        () ->
                                version.isEmpty()
                                        ? workflows.current(name)
                                        : workflows.version(name, version));
    }

    private static Published known(Optional<Published> found, String name) {
        return found.orElseThrow(
                () ->
                        new Problem(
                                ProblemType.NOT_FOUND,
                                "There is no workflow " + name + " in that version."));
    }
}
