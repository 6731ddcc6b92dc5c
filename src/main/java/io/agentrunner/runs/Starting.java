package io.agentrunner.runs;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.RequestBody;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import io.agentrunner.journal.Appended.KeyTaken;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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

    /**
     * A run that was asked for.
     *
     * @param replayed whether the same request had made it before
     */
    record Begun(Run run, Workflow workflow, boolean replayed) {}

    /** Starts the run that a body describes, in JSON or YAML. */
    CompletionStage<Begun> begin(byte[] body, @Nullable String type, @Nullable String key) {
        var start = Start.of(RequestBody.read(body, type));
        var named = IdempotencyHeader.key(USE, key, body);
        return begin(start, named);
    }

    /**
     * Starts the run that a JSON body describes.
     *
     * @return the new run; fails with a problem that says what to change
     */
    public Uni<RunId> start(byte[] body) {
        var start = Start.of(RequestJson.of(body));
        return Answers.of(() -> begin(start, null)).map(begun -> begun.run().id());
    }

    /** Starts a run; what is wrong with it is a {@link Problem}, thrown or as the failure. */
    CompletionStage<Begun> begin(Start start, @Nullable IdempotencyKey key) {
        var begun = find(start).thenCompose(found -> begun(start.with(found, schema, key)));
        return key == null ? begun : begun.exceptionallyCompose(why -> begunBefore(key, why));
    }

    private CompletionStage<Published> find(Start start) {
        var version = start.version();
        var found =
                version == null
                        ? workflows.current(start.workflow())
                        : workflows.version(start.workflow(), version);
        return found.thenApply(
                it -> {
                    var published = it.orElseThrow(() -> unknown(start));
                    code.require(published);
                    return published;
                });
    }

    private CompletionStage<Begun> begun(StartRequest request) {
        return engine.start(request)
                .thenCompose(started -> begun(started, request.workflow().workflow()));
    }

    private CompletionStage<Begun> begun(Started started, Workflow workflow) {
        return switch (started) {
            case Started.Created(var run) ->
                    CompletableFuture.completedStage(new Begun(run, workflow, false));
            case Started.Repeated(var id) -> runs.begunBefore(id);
            case Started.KeyReused(var id) ->
                    CompletableFuture.failedStage(IdempotencyHeader.reused(id));
        };
    }

    /** What was started once stays started, whatever became of its workflow since. */
    private CompletionStage<Begun> begunBefore(IdempotencyKey key, Throwable refused) {
        var why = refused instanceof CompletionException wrapped ? wrapped.getCause() : refused;
        return why instanceof Problem
                ? runs.startedBy(key).thenCompose(taken -> begunBefore(taken, refused))
                : CompletableFuture.failedStage(refused);
    }

    private CompletionStage<Begun> begunBefore(Optional<KeyTaken> taken, Throwable refused) {
        if (taken.isEmpty()) {
            return CompletableFuture.failedStage(refused);
        }
        var run = taken.get().run();
        return taken.get().sameBody()
                ? runs.begunBefore(run)
                : CompletableFuture.failedStage(IdempotencyHeader.reused(run));
    }

    private static Problem unknown(Start start) {
        var version = start.version() == null ? "" : " in version " + start.version();
        return new Problem(
                ProblemType.NOT_FOUND,
                "There is no workflow %s%s. GET /workflows lists those there are."
                        .formatted(start.workflow(), version));
    }
}
