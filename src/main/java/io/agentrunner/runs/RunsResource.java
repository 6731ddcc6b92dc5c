package io.agentrunner.runs;

import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Prefer;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunPage;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** All runs: starting one, and listing them. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RunsResource {

    private final Starting starting;
    private final RunList list;

    RunsResource(Starting starting, RunList list) {
        this.starting = starting;
        this.list = list;
    }

    @POST
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml"
    })
    @Operation(summary = "Start a run")
    public Uni<Response> start(
            byte[] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @Context HttpHeaders headers,
            @RestHeader("Prefer") List<String> prefer) {
        var key = IdempotencyHeader.value(headers);
        return starting.start(body, type, key, Prefer.wait(prefer));
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
