package io.agentrunner.dashboard;

import io.agentrunner.dashboard.RunPages.Wish;
import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.http.FormToken;
import io.agentrunner.http.Problem;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunId;
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
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of one run, and what its buttons do. */
@Path("/runs/{id}")
@Produces(MediaType.TEXT_HTML)
public class RunPageResource {

    private final RunPages pages;
    private final Engine engine;
    private final FormToken tokens;

    public RunPageResource(RunPages pages, Engine engine, FormToken tokens) {
        this.pages = pages;
        this.engine = engine;
        this.tokens = tokens;
    }

    @GET
    public Uni<Response> page(
            String id,
            @RestQuery @DefaultValue("") String step,
            @RestQuery @DefaultValue("") String output,
            @RestQuery @DefaultValue("") String artifact,
            @RestQuery @DefaultValue("0") String until,
            @BeanParam Visitor visitor) {
        var now = Instant.now();
        var wish =
                new Wish(
                        step,
                        output,
                        artifact,
                        QueryParameter.number("until", until, 0, Integer.MAX_VALUE));
        var visit = visitor.visit(tokens, "/runs/" + id + "/cancel", now);
        return Uni.createFrom()
                .deferred(() -> pages.source(runId(id), wish, now))
                .map(source -> RunPage.of(source, visit))
                .chain(
                        page ->
                                Pages.ok(
                                        visitor.wants("main")
                                                ? Templates.runMain(page)
                                                : Templates.run(page)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> Pages.problem(problem, visit));
    }

    /** Ends the run; where it stands afterwards its page says, whatever became of the wish. */
    @POST
    @Path("/cancel")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> cancel(String id) {
        return Answers.of(() -> engine.tell(runId(id), new Cancel(null)))
                .map(told -> answer(id, told));
    }

    private static Response answer(String id, Optional<Engine.Told> told) {
        return switch (told.orElseThrow(() -> RunPages.unknown(id))) {
            case Engine.Told.Done _, Engine.Told.Refused _ -> Pages.goTo("/runs/" + id);
        };
    }

    static RunId runId(String id) {
        try {
            return RunId.of(id);
        } catch (IllegalArgumentException none) {
            throw RunPages.unknown(id);
        }
    }
}
