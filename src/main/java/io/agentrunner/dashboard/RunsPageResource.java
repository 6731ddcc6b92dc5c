package io.agentrunner.dashboard;

import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.RunsPages.Wish;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.http.Problem;
import io.agentrunner.run.RunId;
import io.agentrunner.runs.Starting;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

/** The list of runs, and the form that starts one. */
@Path("/runs")
@Produces(Pages.OFFERED)
public class RunsPageResource {

    private static final int MOST_ROWS = 50;

    private final RunsPages pages;
    private final RunRows rows;
    private final Starting starting;
    private final Visits visits;

    public RunsPageResource(RunsPages pages, RunRows rows, Starting starting, Visits visits) {
        this.pages = pages;
        this.rows = rows;
        this.starting = starting;
        this.visits = visits;
    }

    /** What the address of the list may say. */
    public static class Filters {
        @RestQuery
        @DefaultValue("")
        public String q = "";

        @RestQuery
        @DefaultValue("")
        public String workflow = "";

        @RestQuery
        @DefaultValue("")
        public String state = "";

        @RestQuery
        @DefaultValue("")
        public String reason = "";

        @RestQuery
        @DefaultValue("")
        public String tag = "";

        @RestQuery
        @DefaultValue("")
        public String created = "";

        @RestQuery
        @DefaultValue("")
        public String cursor = "";

        ListQuery query() {
            return new ListQuery(q, workflow, state, reason, tag, created, cursor);
        }
    }

    @GET
    public Uni<Response> page(
            @BeanParam Filters filters,
            @RestQuery @DefaultValue("") String start,
            @RestQuery List<String> id,
            @BeanParam Visitor visitor) {
        var now = Instant.now();
        if (visitor.wants("rows")) {
            return rows.ofIds(ids(id), now).chain(found -> Pages.ok(Templates.rowsOnly(found)));
        }
        return show(200, new Wish(filters.query(), start, Typed.NOTHING), visitor, now);
    }

    private static List<RunId> ids(List<String> texts) {
        return texts.stream().limit(MOST_ROWS).map(RunPageResource::runId).toList();
    }

    private Uni<Response> show(int status, Wish wish, Visitor visitor, Instant now) {
        return visits.of(visitor, now).chain(visit -> show(status, wish, visitor, visit));
    }

    private Uni<Response> show(int status, Wish wish, Visitor visitor, Visit visit) {
        return Uni.createFrom()
                .deferred(() -> pages.source(wish, visit.form("runs").token(), visit.now()))
                .map(source -> RunsPage.of(source, visit))
                .chain(
                        page ->
                                Pages.of(
                                        status,
                                        visitor.wants("main")
                                                ? Templates.runsMain(page)
                                                : Templates.runs(page)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> Pages.problem(problem, visit));
    }

    /** Starts a run and leads to its page, or shows the form again with what is wrong in it. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> start(MultivaluedMap<String, String> sent, @BeanParam Visitor visitor) {
        var form = Pages.flat(sent);
        var name = form.getOrDefault("workflow", "");
        return pages.workflow(name)
                .chain(
                        found ->
                                found.isPresent()
                                        ? start(form, found.get(), visitor)
                                        : again(
                                                form,
                                                name,
                                                Map.of("", "There is no workflow " + name + "."),
                                                visitor));
    }

    private Uni<Response> start(Map<String, String> form, Workflow workflow, Visitor visitor) {
        var read = InputForm.of(workflow.inputsSchema()).read(form);
        if (!read.mistakes().isEmpty()) {
            return again(form, workflow.name(), read.mistakes(), visitor);
        }
        return Uni.createFrom()
                .deferred(() -> starting.start(StartBody.of(workflow.name(), read.inputs(), form)))
                .map(run -> Pages.goTo("/runs/" + run))
                .onFailure(Problem.class)
                .recoverWithUni(
                        problem ->
                                again(
                                        form,
                                        workflow.name(),
                                        Mistakes.of(problem, StartBody.INPUTS),
                                        visitor));
    }

    private Uni<Response> again(
            Map<String, String> form,
            String workflow,
            Map<String, String> mistakes,
            Visitor visitor) {
        var wish = new Wish(ListQuery.ALL, workflow, new Typed(form, mistakes));
        return show(422, wish, visitor, Instant.now());
    }
}
