package io.agentrunner.runs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where a run comes from and what came of it. */
@Path("/runs/{id}/lineage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class LineageResource {

    private final Runs runs;
    private final Family family;

    LineageResource(Runs runs, Family family) {
        this.runs = runs;
        this.family = family;
    }

    @GET
    @Operation(summary = "Who started a run, what it started, and what it was made again from")
    public Uni<LineageView> lineage(String id) {
        return runs.find(id).chain(family::of);
    }
}
