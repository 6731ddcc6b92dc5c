package io.agentrunner.runs;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.RequestBody;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Prefer;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import io.agentrunner.journal.Appended.KeyTaken;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts runs for programs and for forms. What can't begin is refused here, at the door. */
public final class Starting {

    private static final String USE = "POST /runs";

    private final Engine engine;
    private final Workflows workflows;
    private final InputSchema schema;
    private final CodePresence code;
    private final Runs runs;

    public Starting(
            Engine engine, Workflows workflows, InputSchema schema, CodePresence code, Runs runs) {
        this.code = code;
        this.engine = engine;
        this.workflows = workflows;
        this.schema = schema;
        this.runs = runs;
    }

    /** Starts the run that a body describes, in JSON or YAML, and answers with it. */
    Uni<Response> start(
            byte[] body, @Nullable String type, @Nullable String key, Optional<Duration> wait) {
        var start = Start.of(RequestBody.read(body, type));
        var named = IdempotencyHeader.key(USE, key, body);
        return find(start)
                .map(published -> start.with(published, schema, named))
                .chain(this::started)
                .onFailure(Problem.class)
                .recoverWithUni(refused -> startedBefore(named, refused))
                .chain(started -> answer(started, wait));
    }

    /**
     * Starts the run that a JSON body describes.
     *
     * @return the new run; fails with a problem that says what to change
     */
    public Uni<RunId> start(byte[] body) {
        var start = Start.of(RequestJson.of(body));
        return find(start)
                .map(published -> start.with(published, schema, null))
                .chain(this::started)
                .map(Starting::id);
    }

    private Uni<Published> find(Start start) {
        var version = start.version();
        return Answers.of(
                        () ->
                                version == null
                                        ? workflows.current(start.workflow())
                                        : workflows.version(start.workflow(), version))
                .map(found -> found.orElseThrow(() -> unknown(start)))
                .invoke(code::require);
    }

    private Uni<Started> started(StartRequest request) {
        return Answers.of(() -> engine.start(request));
    }

    /** What was started once stays started, whatever became of its workflow since. */
    private Uni<Started> startedBefore(@Nullable IdempotencyKey key, Throwable refused) {
        return key == null
                ? Uni.createFrom().failure(refused)
                : Answers.of(() -> runs.startedBy(key))
                        .map(taken -> taken.map(Starting::before))
                        .onItem()
                        .transformToUni(before -> Uni.createFrom().optional(before))
                        .onItem()
                        .ifNull()
                        .failWith(refused);
    }

    private static Started before(KeyTaken taken) {
        return taken.sameBody()
                ? new Started.Repeated(taken.run())
                : new Started.KeyReused(taken.run());
    }

    private Uni<Response> answer(Started started, Optional<Duration> wait) {
        return switch (started) {
            case Started.Created(var run) -> created(run, wait);
            case Started.Repeated(var id) -> repeated(id, wait);
            case Started.KeyReused(var id) ->
                    Uni.createFrom().failure(IdempotencyHeader.reused(id));
        };
    }

    private Uni<Response> created(Run run, Optional<Duration> wait) {
        var shown = wait.isPresent() ? runs.await(run.id(), wait) : Uni.createFrom().item(run);
        return shown.chain(runs::view)
                .map(view -> located(Response.status(201), run.id(), view, wait).build());
    }

    private Uni<Response> repeated(RunId id, Optional<Duration> wait) {
        return runs.await(id, wait)
                .chain(runs::view)
                .map(
                        view ->
                                located(Response.ok(), id, view, wait)
                                        .header(IdempotencyHeader.REPLAYED, "true")
                                        .build());
    }

    private static Response.ResponseBuilder located(
            Response.ResponseBuilder response, RunId id, RunView view, Optional<Duration> wait) {
        response.header(HttpHeaders.LOCATION, URI.create("/runs/" + id)).entity(view);
        wait.ifPresent(it -> response.header("Preference-Applied", Prefer.applied(it)));
        return response;
    }

    private static RunId id(Started started) {
        return switch (started) {
            case Started.Created(var run) -> run.id();
            case Started.Repeated(var id) -> id;
            case Started.KeyReused(var id) -> throw IdempotencyHeader.reused(id);
        };
    }

    private static Problem unknown(Start start) {
        var version = start.version() == null ? "" : " in version " + start.version();
        return new Problem(
                ProblemType.NOT_FOUND,
                "There is no workflow %s%s. GET /workflows lists those there are."
                        .formatted(start.workflow(), version));
    }
}
