package io.agentrunner.runs;

import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The steps of a run in order of start, and their attempts. */
@Path("/runs/{id}/steps")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class StepsResource {

    private final Runs runs;

    StepsResource(Runs runs) {
        this.runs = runs;
    }

    @GET
    @Operation(summary = "The steps that a run has started, in that order")
    public Uni<Page<StepView>> steps(
            String id, @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        return runs.find(id).map(run -> Page.of(run.steps(), page, StepView::of));
    }

    @GET
    @Path("/{step}")
    @Operation(summary = "One step: its latest iteration, or that one")
    public Uni<StepView> step(String id, String step, @RestQuery @Nullable String iteration) {
        return runs.find(id).map(run -> StepView.of(find(run, step, iteration)));
    }

    @GET
    @Path("/{step}/attempts")
    @Operation(summary = "The attempts of one iteration of a step")
    public Uni<Page<AttemptView>> attempts(
            String id,
            String step,
            @RestQuery @Nullable String iteration,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        return runs.find(id)
                .map(run -> find(run, step, iteration).attempts())
                .map(attempts -> Page.of(attempts, page, AttemptView::of));
    }

    private static StepRun find(Run run, String path, @Nullable String iteration) {
        var found =
                iteration == null
                        ? run.steps().latest(path)
                        : run.steps().find(new StepKey(path, number(iteration)));
        return found.orElseThrow(() -> RunProblems.unknownStep(run.id(), path));
    }

    private static int number(String iteration) {
        return (int) QueryParameter.number("iteration", iteration, 1, Integer.MAX_VALUE);
    }
}
