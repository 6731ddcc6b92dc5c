package io.agentrunner.runs;

import io.agentrunner.catalog.RequestBody;
import io.agentrunner.http.JsonBody;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.Signal;
import io.agentrunner.runs.Deciding.Choice;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** What steps of a run wait for: somebody's decision, or a signal. */
@Path("/runs/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class AnswerResource {

    private static final Pattern SIGNAL = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    private final Telling telling;
    private final Deciding deciding;
    private final Runs runs;

    AnswerResource(Telling telling, Deciding deciding, Runs runs) {
        this.telling = telling;
        this.deciding = deciding;
        this.runs = runs;
    }

    @POST
    @Path("/signals/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send a signal to a run",
            description =
                    "The body is its data, any JSON. A step that waits for the signal goes on with"
                            + " it; without one it is kept for the first that will.")
    @APIResponse(
            responseCode = "202",
            description = "It is on record",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "The run has ended")
    public Uni<Response> signal(String id, String name, byte @Nullable [] body) {
        if (!SIGNAL.matcher(name).matches()) {
            throw new Problem(
                    ProblemType.MALFORMED,
                    "A signal's name has 1 to 63 letters, digits, points, dashes and underscores.");
        }
        var signal = new Signal(name, JsonBody.text(body == null ? new byte[0] : body));
        return telling.tell(RunProblems.id(id), new Send(signal), "take a signal")
                .chain(runs::view)
                .map(view -> Response.accepted(view).build());
    }

    @POST
    @Path("/approvals/{step}")
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml"
    })
    @Operation(
            summary = "Decide what a step asks",
            description =
                    "`{\"decision\": \"approve\" or \"reject\", \"data\": …, \"comment\": \"…\","
                            + " \"by\": \"…\"}`. The step is named by its path, URL-encoded. The same"
                            + " decision again is no mistake.")
    @APIResponse(
            responseCode = "200",
            description = "It is decided so",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "409",
            description = "It was decided otherwise, or the step waits for no decision")
    @APIResponse(responseCode = "422", description = "The data does not fit the form")
    public Uni<RunView> decide(
            String id,
            String step,
            byte @Nullable [] body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var choice = choice(RequestBody.read(body, type));
        return deciding.decide(id, step, choice).chain(runs::view);
    }

    private static Choice choice(RequestJson json) {
        var decision = json.requiredText("decision", 20);
        if (!decision.isEmpty()
                && !decision.equals(Choice.APPROVE)
                && !decision.equals(Choice.REJECT)) {
            json.reject("decision", "must be approve or reject, not " + decision);
        }
        var choice =
                new Choice(
                        decision.equals(Choice.APPROVE),
                        json.value("data", Limits.PAYLOAD),
                        json.text("comment", Limits.COMMENT_LENGTH),
                        json.text("by", Limits.NAME_LENGTH));
        json.done();
        return choice;
    }
}
