package io.agentrunner.dashboard;

import io.agentrunner.catalog.CodeLedger;
import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.catalog.WrittenSources;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.dashboard.WorkflowPage.Source;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.journal.RecentRuns;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What can be run here: all workflows, and each of their versions. */
@Path("/workflows")
@Produces(Pages.OFFERED)
public class WorkflowPageResource {

    private final PublishedWorkflows workflows;
    private final WrittenSources sources;
    private final RecentRuns recent;
    private final CodeLedger ledger;
    private final Visits visits;

    public WorkflowPageResource(
            PublishedWorkflows workflows,
            WrittenSources sources,
            RecentRuns recent,
            CodeLedger ledger,
            Visits visits) {
        this.ledger = ledger;
        this.workflows = workflows;
        this.sources = sources;
        this.recent = recent;
        this.visits = visits;
    }

    @GET
    public Uni<Response> all(
            @RestQuery @Nullable String archived,
            @RestQuery @DefaultValue("") String after,
            @BeanParam Visitor visitor) {
        var choice = new WorkflowsPage.Choice(QueryParameter.flag("archived", archived), after);
        return visits.of(visitor, Instant.now()).chain(visit -> all(choice, visit));
    }

    private Uni<Response> all(WorkflowsPage.Choice choice, Visit visit) {
        var all = workflows.all();
        return Answers.of(() -> recent.of(names(choice.of(all))))
                .map(came -> WorkflowsPage.of(all, choice, came, visit))
                .chain(page -> Pages.ok(Templates.workflows(page)));
    }

    private static List<String> names(List<Edition> editions) {
        return editions.stream()
                .limit(WorkflowsPage.MOST)
                .map(edition -> edition.workflow().name())
                .toList();
    }

    @GET
    @Path("/{name}")
    public Uni<Response> one(
            String name, @RestQuery @DefaultValue("") String version, @BeanParam Visitor visitor) {
        return visits.of(visitor, Instant.now()).chain(visit -> one(name, version, visit));
    }

    private Uni<Response> one(String name, String version, Visit visit) {
        return Answers.of(() -> workflows.edition(name, version.isEmpty() ? null : version))
                .map(found -> known(found, name))
                .chain(this::source)
                .map(source -> WorkflowPage.of(source, visit))
                .chain(page -> Pages.ok(Templates.workflow(page)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> Pages.problem(problem, visit));
    }

    private Uni<Source> source(Edition shown) {
        var workflow = shown.workflow();
        var name = workflow.name();
        return Uni.combine()
                .all()
                .unis(
                        Answers.of(() -> workflows.versions(name)),
                        Answers.of(() -> sources.of(workflow)),
                        Answers.of(() -> recent.of(List.of(name))),
                        Answers.of(() -> recent.versions(name)),
                        Answers.of(() -> ledger.changes(workflow)))
                .asTuple()
                .map(
                        all ->
                                new Source(
                                        shown,
                                        all.getItem1(),
                                        all.getItem2(),
                                        all.getItem3().getOrDefault(name, RecentRuns.Came.NONE),
                                        all.getItem4(),
                                        all.getItem5()));
    }

    /** For a form; a program deletes the workflow. */
    @POST
    @Path("/{name}/archive")
    @Operation(hidden = true)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> archive(String name) {
        return change(name, () -> workflows.archive(name));
    }

    @POST
    @Path("/{name}/activate")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> activate(String name) {
        return change(name, () -> workflows.activate(name));
    }

    private static Uni<Response> change(
            String name, Supplier<CompletionStage<Optional<Edition>>> change) {
        return Answers.of(change)
                .map(found -> known(found, name))
                .map(_ -> Pages.goTo("/workflows/" + Urls.encode(name)));
    }

    private static Edition known(Optional<Edition> found, String name) {
        return found.orElseThrow(
                () ->
                        new Problem(
                                ProblemType.NOT_FOUND,
                                "There is no workflow " + name + " in that version."));
    }
}
