package io.agentrunner.runs;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunState;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** What people want of a run that has not ended. Wanting it again is no mistake. */
@Path("/runs/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({
    MediaType.APPLICATION_JSON,
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml"
})
@Tag(name = "Runs")
public class ControlResource {

    private final Telling telling;
    private final Runs runs;

    ControlResource(Telling telling, Runs runs) {
        this.telling = telling;
        this.runs = runs;
    }

    @POST
    @Path("/cancel")
    @Operation(summary = "End a run; 202 while it stops")
    @APIResponse(
            responseCode = "200",
            description = "It is CANCELED",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "202", description = "Its attempts are told to end")
    @APIResponse(responseCode = "409", description = "It ended otherwise")
    public Uni<Response> cancel(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var cancel = new Cancel(StatedReason.of(body, type));
        return tell(id, cancel, "be canceled", it -> it.state().isTerminal());
    }

    @POST
    @Path("/pause")
    @Operation(summary = "Let what runs finish and begin nothing new; 202 while something runs")
    @APIResponse(
            responseCode = "200",
            description = "It is paused",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "202", description = "It is paused when its attempts have ended")
    @APIResponse(responseCode = "409", description = "It has ended, or is about to")
    public Uni<Response> pause(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var pause = new Pause(StatedReason.of(body, type));
        return tell(id, pause, "be paused", it -> it.state() != RunState.RUNNING);
    }

    @POST
    @Path("/resume")
    @Operation(
            summary = "Go on with a run that is paused, or try again what has failed too often",
            description = "A run that is neither goes on as it did.")
    @APIResponse(
            responseCode = "200",
            description = "It goes on",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "It has ended")
    public Uni<Response> resume(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var _ = StatedReason.of(body, type);
        return tell(id, new Resume(), "be resumed", _ -> true);
    }

    @POST
    @Path("/step")
    @Operation(summary = "Take one step of a paused run, which is paused again afterwards")
    @APIResponse(
            responseCode = "200",
            description = "The step is done",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "202", description = "The step is under way")
    @APIResponse(
            responseCode = "409",
            description = "It is not paused, a step is under way, or there is nothing to do yet")
    public Uni<Response> step(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var _ = StatedReason.of(body, type);
        return tell(id, new TakeStep(), "take a step", it -> it.state() != RunState.RUNNING);
    }

    private Uni<Response> tell(String id, Fact fact, String what, Predicate<Run> done) {
        return telling.tell(RunProblems.id(id), fact, what)
                .chain(
                        run ->
                                runs.view(run)
                                        .map(
                                                view ->
                                                        Response.status(done.test(run) ? 200 : 202)
                                                                .entity(view)
                                                                .build()));
    }
}
