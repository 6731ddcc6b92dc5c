package io.agentrunner.catalog;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What changed between two versions. */
@Path("/workflows/{name}/diff")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workflows")
public class VersionDiffResource {

    private final VersionDiffs versions;

    VersionDiffResource(VersionDiffs versions) {
        this.versions = versions;
    }

    @GET
    @Operation(
            summary = "What changed from one version of a workflow to another",
            description = "As an RFC 6902 patch of the canonical definitions, and in words.")
    @APIResponse(
            responseCode = "200",
            description = "The patch, and what it means",
            content = @Content(schema = @Schema(implementation = VersionDiff.class)))
    @APIResponse(responseCode = "400", description = "`from` or `to` is missing")
    @APIResponse(responseCode = "404", description = "One of them is no version of it")
    public CompletionStage<VersionDiff> diff(
            String name, @RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        // Comparing two large definitions takes longer than an event loop has time.
        return versions.find(name, from, to)
                .thenApplyAsync(VersionDiffs.Pair::diff, Infrastructure.getDefaultExecutor());
    }
}
