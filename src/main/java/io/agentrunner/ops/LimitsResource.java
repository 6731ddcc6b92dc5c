package io.agentrunner.ops;

import io.agentrunner.engine.Engine;
import io.agentrunner.engine.LargeResults;
import io.agentrunner.http.BodySize;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Prefer;
import io.agentrunner.run.RunDecider;
import io.agentrunner.runs.Doorkeeper;
import io.agentrunner.runs.Limits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this server takes at most, and how much of it is in use. */
@Path("/limits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
public class LimitsResource {

    private final Engine engine;
    private final LargeResults results;
    private final Doorkeeper door;

    LimitsResource(Engine engine, LargeResults results, Doorkeeper door) {
        this.engine = engine;
        this.door = door;
        this.results = results;
    }

    /** All limits. */
    public record LimitsView(Node node, Request request, Run run) {}

    /**
     * Of this node.
     *
     * @param maxActiveRuns further ones stay QUEUED
     * @param maxPendingStarts further ones are refused until some of these are durable
     */
    public record Node(
            int maxActiveRuns,
            int activeRuns,
            int runningAttempts,
            int maxPendingStarts,
            int pendingStarts) {}

    /**
     * Of one request.
     *
     * @param bodyBytes of a body, or of a line of a batch
     * @param signalBytes what may be said to a run at a time
     * @param reasonCharacters why somebody wants something of a run
     * @param commentCharacters what somebody says of a decision
     */
    public record Request(
            long bodyBytes,
            int batchLines,
            long signalBytes,
            int reasonCharacters,
            int commentCharacters,
            int pageSize,
            long waitSeconds) {}

    /**
     * Of one run.
     *
     * @param events with more of them it fails with EVENT_LIMIT
     * @param inputsCharacters of JSON
     * @param inlineResultBytes of JSON that one step may leave in the journal; a larger result is
     *     an artifact
     * @param resultBytes of JSON that one step may come to; beyond that it fails with PAYLOAD_LIMIT
     * @param metadataCharacters of JSON
     */
    public record Run(
            int events,
            int inputsCharacters,
            int inlineResultBytes,
            long resultBytes,
            int metadataCharacters,
            int tags,
            int tagCharacters,
            int correlationIdCharacters,
            Duration timeout) {}

    @GET
    @Operation(summary = "What this server takes at most")
    public LimitsView limits() {
        var load = engine.load();
        return new LimitsView(
                new Node(
                        load.maxActiveRuns(),
                        load.activeRuns(),
                        load.runningAttempts(),
                        door.most(),
                        door.inside()),
                new Request(
                        BodySize.LIMIT,
                        Limits.BATCH_LINES,
                        BodySize.LIMIT,
                        Limits.REASON_LENGTH,
                        Limits.COMMENT_LENGTH,
                        PageRequest.LARGEST_LIMIT,
                        Prefer.LONGEST_WAIT.toSeconds()),
                new Run(
                        RunDecider.MOST_EVENTS,
                        Limits.PAYLOAD,
                        results.inlineBytes(),
                        results.mostBytes(),
                        Limits.METADATA,
                        Limits.TAGS,
                        Limits.TAG_LENGTH,
                        Limits.CORRELATION_ID,
                        Limits.TIMEOUT));
    }
}
