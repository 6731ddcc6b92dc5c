package io.agentrunner.ops;

import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.journal.Nodes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The servers that share the database. */
@Path("/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
public class NodesResource {

    private final Nodes nodes;

    NodesResource(Nodes nodes) {
        this.nodes = nodes;
    }

    /**
     * One of them.
     *
     * @param self whether it is the one that answers
     * @param left whether it has ended and given its runs back
     * @param activeRuns the runs it has in hand
     */
    public record NodeView(
            UUID id,
            String name,
            boolean self,
            boolean left,
            int epoch,
            Instant startedAt,
            long activeRuns) {}

    @GET
    @Operation(summary = "The servers that share the database")
    public Uni<Page<NodeView>> nodes(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        return Answers.of(nodes::all).map(all -> Page.of(all, page, this::view));
    }

    private NodeView view(Nodes.Node node) {
        return new NodeView(
                node.id(),
                node.name(),
                node.id().equals(nodes.self()),
                node.hasLeft(),
                node.epoch(),
                node.startedAt(),
                node.activeRuns());
    }
}
