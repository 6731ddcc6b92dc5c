package io.agentrunner.artifacts;

import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What one run left behind. */
@Path("/runs/{id}/artifacts")
public class RunArtifactsResource {

    private final Artifacts artifacts;
    private final Journal journal;

    public RunArtifactsResource(Artifacts artifacts, Journal journal) {
        this.artifacts = artifacts;
        this.journal = journal;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Page<ArtifactView>> list(
            String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var run = new RunId(ArtifactResource.uuid(id));
        return artifacts
                .list(run, ArtifactCursor.last(cursor), PageRequest.limit(limit))
                .call(page -> page.total() > 0 ? Uni.createFrom().voidItem() : require(run));
    }

    private Uni<Run> require(RunId run) {
        return Uni.createFrom()
                .completionStage(() -> journal.load(run))
                .map(found -> found.orElseThrow(() -> ArtifactResource.unknown(run.toString())));
    }
}
