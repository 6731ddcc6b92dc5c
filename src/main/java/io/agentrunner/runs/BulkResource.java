package io.agentrunner.runs;

import io.agentrunner.catalog.RequestBody;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.runs.BulkResult.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The same for all runs that a filter finds. */
@Path("/bulk")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class BulkResource {

    private final Bulk bulk;

    BulkResource(Bulk bulk) {
        this.bulk = bulk;
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
            summary = "Cancel, pause, resume, retry or delete all runs that a filter finds",
            description =
                    "`{\"action\": \"retry\", \"filter\": {\"workflow\": \"order\", \"state\":"
                            + " [\"FAILED\"]}, \"reason\": \"…\"}`. The filter has the parameters of"
                            + " `GET /runs`; a list selects what any of its values does. With"
                            + " `\"dryRun\": true` nothing is done. Runs that are created later are"
                            + " left alone.")
    @APIResponse(
            responseCode = "200",
            description = "What a dry run found, or the job begun before")
    @APIResponse(
            responseCode = "202",
            description = "The job; `Location` has its address",
            content = @Content(schema = @Schema(implementation = BulkView.class)))
    public Uni<Response> begin(
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @Context HttpHeaders headers) {
        var said = body == null ? new byte[0] : body;
        var request = BulkRequest.of(RequestBody.read(said, type));
        var key = IdempotencyHeader.key("POST /bulk", IdempotencyHeader.value(headers), said);
        return request.dryRun()
                ? bulk.plan(request).map(plan -> Response.ok(plan).build())
                : bulk.begin(request, key).chain(this::begun);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "How far a job has come, and what came of it for each run")
    public Uni<BulkView> get(
            String id,
            @RestQuery @Nullable String outcome,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        var only = outcome == null ? null : QueryParameter.oneOf("outcome", outcome, Outcome.class);
        return bulk.find(id(id)).chain(job -> bulk.view(job, only, page));
    }

    @POST
    @Path("/{id}/stop")
    @Operation(summary = "Do no more of it; what is done stays done")
    @APIResponse(
            responseCode = "200",
            description = "It is STOPPED",
            content = @Content(schema = @Schema(implementation = BulkView.class)))
    @APIResponse(responseCode = "409", description = "It is COMPLETED")
    public Uni<BulkView> stop(
            String id,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var _ = StatedReason.of(body, type);
        return bulk.stop(id(id)).chain(job -> bulk.view(job, null, PageRequest.of(null, null)));
    }

    private Uni<Response> begun(Bulk.Begun begun) {
        var job = begun.job();
        return bulk.view(job, null, PageRequest.of(null, null))
                .map(
                        view -> {
                            var response =
                                    Response.status(begun.repeated() ? 200 : 202)
                                            .header(
                                                    HttpHeaders.LOCATION,
                                                    URI.create("/bulk/" + job.id()))
                                            .entity(view);
                            if (begun.repeated()) {
                                response.header(IdempotencyHeader.REPLAYED, "true");
                            }
                            return response.build();
                        });
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Bulk.unknown(text);
        }
    }
}
