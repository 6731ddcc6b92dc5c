package io.agentrunner.runs;

import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.QueryParameter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What waits for somebody's decision. */
@Path("/approvals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class ApprovalsResource {

    private final Inbox inbox;

    ApprovalsResource(Inbox inbox) {
        this.inbox = inbox;
    }

    @GET
    @Operation(
            summary = "What waits for somebody's decision, in all runs",
            description = "In the order of the runs' creation.")
    public Uni<Page<ApprovalView>> list(
            @RestQuery @Nullable String workflow,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        if (workflow != null && workflow.indexOf('\0') >= 0) {
            throw QueryParameter.bad("workflow", "must be the name of a workflow", "that");
        }
        return inbox.page(workflow == null || workflow.isBlank() ? null : workflow, page);
    }
}
