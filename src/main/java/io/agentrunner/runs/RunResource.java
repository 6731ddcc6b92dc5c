package io.agentrunner.runs;

import io.agentrunner.catalog.RequestBody;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.http.Answers;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Prefer;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.journal.EventReader;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** One run: as it stands, what happened to it, and its end. */
@Path("/runs/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RunResource {

    private final Runs runs;
    private final Engine engine;
    private final EventReader reader;
    private final Removal removal;

    RunResource(Runs runs, Engine engine, EventReader reader, Removal removal) {
        this.runs = runs;
        this.engine = engine;
        this.reader = reader;
        this.removal = removal;
    }

    @GET
    @Operation(summary = "One run; with `Prefer: wait=SECONDS` when it has ended")
    public Uni<Response> get(String id, @RestHeader("Prefer") List<String> prefer) {
        var wait = Prefer.wait(prefer);
        return runs.await(RunProblems.id(id), wait)
                .chain(runs::view)
                .map(
                        view -> {
                            var response = Response.ok(view);
                            wait.ifPresent(
                                    it ->
                                            response.header(
                                                    "Preference-Applied", Prefer.applied(it)));
                            return response.build();
                        });
    }

    @GET
    @Path("/events")
    @Operation(
            summary = "What happened to a run",
            description = "With `Accept: text/event-stream` the live stream of the same events.")
    @APIResponse(
            responseCode = "200",
            description = "A page of them, or their stream, which ends after the run's last event",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = EventView.Page.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "204", description = "The stream has nothing left to tell")
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "The stream goes on after that seq; wins over `after`",
            schema = @Schema(type = SchemaType.INTEGER))
    public Uni<EventView.Page> events(
            String id, @RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
        long seq = after == null ? 0 : QueryParameter.number("after", after, 0, Integer.MAX_VALUE);
        int most = PageRequest.limit(limit);
        return runs.find(id)
                .chain(run -> Answers.of(() -> reader.read(run.id(), seq, most)))
                .map(entries -> EventView.Page.of(entries, seq));
    }

    @POST
    @Path("/cancel")
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml"
    })
    @Operation(summary = "End a run; 202 while it stops")
    public Uni<Response> cancel(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var json = RequestBody.read(body, type);
        var reason = json.text("reason", Limits.REASON_LENGTH);
        json.done();
        var run = RunProblems.id(id);
        return Answers.of(() -> engine.tell(run, new Cancel(reason)))
                .map(told -> told.orElseThrow(() -> RunProblems.unknown(run)))
                .map(RunResource::canceled)
                .chain(this::answer);
    }

    @DELETE
    @Operation(summary = "Remove a run that has ended, with all that is its")
    public Uni<Void> delete(String id) {
        return runs.find(id).chain(removal::remove);
    }

    private Uni<Response> answer(Run run) {
        int status = run.state().isTerminal() ? 200 : 202;
        return runs.view(run).map(view -> Response.status(status).entity(view).build());
    }

    private static Run canceled(Told told) {
        return switch (told) {
            case Told.Done(var run) -> run;
            case Told.Refused(var run, var why) ->
                    throw RunProblems.notNow(
                            run.state(),
                            "Run %s is %s and can't be canceled any more (%s)."
                                    .formatted(run.id(), run.state(), why.detail()),
                            state -> !state.isTerminal());
        };
    }
}
