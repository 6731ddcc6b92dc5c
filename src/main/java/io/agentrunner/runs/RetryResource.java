package io.agentrunner.runs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Makes a run again that did not succeed. */
@Path("/runs/{id}/retry")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RetryResource {

    private final Remaking remaking;

    RetryResource(Remaking remaking) {
        this.remaking = remaking;
    }

    @POST
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml"
    })
    @Operation(
            summary = "Make a run again from the step that it did not finish",
            description =
                    "The new run has the results of the finished steps and says in `forkedFrom`"
                            + " where they are from. Asked again, the answer is the same new run.")
    @APIResponse(
            responseCode = "201",
            description = "The new run; `Location` has its address",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "200", description = "The new run that was made before")
    @APIResponse(responseCode = "409", description = "It is not FAILED or CANCELED")
    public Uni<Response> retry(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @Context HttpHeaders headers) {
        var reason = StatedReason.of(body, type);
        var said = body == null ? new byte[0] : body;
        return remaking.retry(RunProblems.id(id), reason, IdempotencyHeader.value(headers), said);
    }
}
