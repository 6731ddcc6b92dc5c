package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Problem;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.QueryParameter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** The door to the workflows. */
@Path("/workflows")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workflows")
public class WorkflowResource {

    private static final int LONGEST_REASON = 1000;

    private final PublishedWorkflows workflows;
    private final Blueprints blueprints;
    private final WrittenSources sources;
    private final CodeLedger ledger;

    WorkflowResource(
            PublishedWorkflows workflows,
            Blueprints blueprints,
            WrittenSources sources,
            CodeLedger ledger) {
        this.ledger = ledger;
        this.workflows = workflows;
        this.blueprints = blueprints;
        this.sources = sources;
    }

    @GET
    @Operation(summary = "What can be run")
    public Page<WorkflowView.Listed> list(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor) {
        return Page.of(workflows.all(), PageRequest.of(limit, cursor), WorkflowView.Listed::of);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "A workflow's definition: the current version, or that one")
    public CompletionStage<JsonNode> one(String name, @RestQuery @Nullable String version) {
        return workflows
                .edition(name, version)
                .thenApply(found -> found.orElseThrow(() -> unknown(name)))
                .thenCompose(
                        edition ->
                                ledger.changes(edition.workflow())
                                        .thenApply(it -> WorkflowView.of(edition, it)));
    }

    @GET
    @Path("/{name}/versions")
    @Operation(summary = "A workflow's versions, the newest first")
    public CompletionStage<Page<WorkflowView.Version>> versions(
            String name, @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor) {
        var page = PageRequest.of(limit, cursor);
        return workflows
                .versions(name)
                .thenApply(
                        all -> {
                            if (all.isEmpty()) {
                                throw unknown(name);
                            }
                            return Page.of(all, page, WorkflowView.Version::of);
                        });
    }

    @POST
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml"
    })
    @Operation(
            summary = "Publish a blueprint",
            description =
                    "200 where that content is a version already; only checked on `dryRun`. What is"
                            + " possible and hardly meant is told in `warnings`.")
    public CompletionStage<RestResponse<JsonNode>> publish(
            byte[] blueprint,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @RestQuery @Nullable String dryRun) {
        boolean onlyLook = QueryParameter.flag("dryRun", dryRun);
        var format = RequestBody.isYaml(type) ? Format.YAML : Format.JSON;
        var read = read(blueprint, format);
        return onlyLook
                ? CompletableFuture.completedStage(
                        RestResponse.ok(WorkflowView.of(read.workflow(), read.warnings())))
                : workflows
                        .publish(read.workflow(), "api", null)
                        .thenCompose(
                                publication ->
                                        sources.keep(read.workflow(), format, blueprint)
                                                .thenApply(_ -> publication))
                        .thenApply(publication -> answer(publication, read.warnings()));
    }

    private Read read(byte[] blueprint, Format format) {
        return switch (blueprints.read(blueprint, format)) {
            case Read read -> read;
            case Refused refused ->
                    throw new Problem(
                                    refused.readable()
                                            ? ProblemType.INVALID
                                            : ProblemType.MALFORMED,
                                    "The blueprint was not published. Correct what is in errors.")
                            .withErrors(refused.mistakes());
        };
    }

    private static RestResponse<JsonNode> answer(Publication publication, List<Mistake> warnings) {
        var edition = publication.edition();
        var location =
                UriBuilder.fromPath("/workflows/{name}")
                        .queryParam("version", edition.workflow().version())
                        .build(edition.workflow().name());
        return ResponseBuilder.<JsonNode>create(publication.isNew() ? 201 : 200)
                .entity(WorkflowView.with(WorkflowView.of(edition), warnings))
                .header(HttpHeaders.LOCATION, location)
                .build();
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Archive a workflow: it takes no new runs, those that exist go on")
    public CompletionStage<JsonNode> archive(String name) {
        return workflows.archive(name).thenApply(it -> view(it, name));
    }

    @POST
    @Path("/{name}/activate")
    @Operation(summary = "Let an archived workflow take runs again")
    public CompletionStage<JsonNode> activate(
            String name,
            byte @Nullable [] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type) {
        var json = RequestBody.read(body, type);
        json.text("reason", LONGEST_REASON);
        json.done();
        return workflows.activate(name).thenApply(it -> view(it, name));
    }

    private static JsonNode view(Optional<Edition> edition, String name) {
        return edition.map(WorkflowView::of).orElseThrow(() -> unknown(name));
    }

    private static Problem unknown(String name) {
        return new Problem(
                ProblemType.NOT_FOUND,
                "There is no such version of a workflow `%s`. GET /workflows lists what there is."
                        .formatted(name));
    }
}
