package io.agentrunner.artifacts;

import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What runs left behind: listed, described, downloaded. */
@Path("/")
public class ArtifactResource {

    private final Artifacts artifacts;
    private final Journal journal;

    public ArtifactResource(Artifacts artifacts, Journal journal) {
        this.artifacts = artifacts;
        this.journal = journal;
    }

    @GET
    @Path("/runs/{id}/artifacts")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Page<ArtifactView>> list(
            String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var run = new RunId(uuid(id));
        return artifacts
                .list(run, ArtifactCursor.last(cursor), PageRequest.limit(limit))
                .call(page -> page.total() > 0 ? Uni.createFrom().voidItem() : requireRun(run));
    }

    @GET
    @Path("/artifacts/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<ArtifactView> find(String id) {
        return artifacts.find(uuid(id)).map(found -> found.orElseThrow(() -> unknown(id)));
    }

    @GET
    @Path("/artifacts/{id}/content")
    @Uncompressed
    @RunOnVirtualThread
    public Response content(String id, @Context HttpHeaders headers) throws IOException {
        var uuid = uuid(id);
        var row = Artifacts.await(() -> artifacts.row(uuid)).orElseThrow(() -> unknown(id));
        return new Download(artifacts, row).answer(headers);
    }

    private Uni<Run> requireRun(RunId run) {
        return Uni.createFrom()
                .completionStage(() -> journal.load(run))
                .map(found -> found.orElseThrow(() -> unknown(run.toString())));
    }

    private static UUID uuid(String id) {
        try {
            return RunId.of(id).value();
        } catch (IllegalArgumentException _) {
            throw unknown(id);
        }
    }

    static Problem unknown(String id) {
        return new Problem(ProblemType.NOT_FOUND, "There is nothing with the id " + id + ".");
    }
}
