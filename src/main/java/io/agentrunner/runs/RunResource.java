package io.agentrunner.runs;

import io.agentrunner.http.Answers;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Prefer;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.journal.EventReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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
    private final EventReader reader;
    private final Removal removal;

    RunResource(Runs runs, EventReader reader, Removal removal) {
        this.runs = runs;
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

    @DELETE
    @Operation(summary = "Remove a run that has ended, with all that is its")
    public Uni<Void> delete(String id) {
        return runs.find(id).chain(removal::remove);
    }
}
