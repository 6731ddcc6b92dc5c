package io.agentrunner.runs;

import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunPage;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** All runs, listed; {@link StartRoutes} has what is posted to the same address. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RunsResource {

    private final RunList list;

    RunsResource(RunList list) {
        this.list = list;
    }

    @GET
    @Operation(summary = "List runs, the newest first")
    public Uni<Page<ListedRun>> list(
            @BeanParam RunQuery query,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        var filter = query.filter();
        var order = query.order();
        return Answers.of(() -> list.page(filter, order, page.limit(), page.cursor()))
                .onFailure(IllegalArgumentException.class)
                .transform(_ -> PageRequest.badCursor())
                .map(RunsResource::page);
    }

    private static Page<ListedRun> page(RunPage page) {
        return new Page<>(
                page.rows().stream().map(ListedRun::of).toList(),
                page.nextCursor(),
                page.total(),
                page.totalIsEstimate());
    }
}
