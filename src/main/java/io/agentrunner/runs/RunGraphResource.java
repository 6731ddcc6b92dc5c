package io.agentrunner.runs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The way of a run through its workflow. */
@Path("/runs/{id}/graph")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RunGraphResource {

    private final Runs runs;

    RunGraphResource(Runs runs) {
        this.runs = runs;
    }

    @GET
    @Operation(
            summary = "The graph of a run's workflow, with states of steps and ways taken",
            description = "The same nodes and edges as `graph` of the workflow has.")
    public Uni<RunGraphView> graph(String id) {
        return runs.find(id).chain(runs::graph);
    }
}
