package io.agentrunner.artifacts;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.run.RunId;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.UUID;

/** One artifact: what is known of it, and its bytes. */
@Path("/artifacts/{id}")
public class ArtifactResource {

    private final Artifacts artifacts;

    public ArtifactResource(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<ArtifactView> find(String id) {
        return artifacts.find(uuid(id)).map(found -> found.orElseThrow(() -> unknown(id)));
    }

    @GET
    @Path("/content")
    @Uncompressed
    @RunOnVirtualThread
    public Response content(String id, @Context HttpHeaders headers) throws IOException {
        var uuid = uuid(id);
        var row = Artifacts.await(() -> artifacts.row(uuid)).orElseThrow(() -> unknown(id));
        return new Download(artifacts, row).answer(headers);
    }

    static UUID uuid(String id) {
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
