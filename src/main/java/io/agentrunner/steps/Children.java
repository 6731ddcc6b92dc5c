package io.agentrunner.steps;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.engine.StepTask;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts the runs that steps wait for: at most one for each attempt that failed, and the first. */
final class Children {

    /** How deep runs may start each other; without that one that starts itself never ends. */
    private static final int MOST_LEVELS = 10;

    private static final String USE = "run step";
    private static final byte[] NO_BODY = {};

    private final Workflows workflows;
    private final InputSchema schema;
    private final ProgramCode code;
    private final Supplier<Engine> engine;

    Children(Workflows workflows, InputSchema schema, ProgramCode code, Supplier<Engine> engine) {
        this.code = code;
        this.workflows = workflows;
        this.schema = schema;
        this.engine = engine;
    }

    /** The new run, or the one that was started before in this attempt's place. */
    RunId start(StepTask task, String workflow, Settings settings)
            throws ExecutionException, InterruptedException {
        checkLevel(task);
        var version = settings.find("version").map(it -> Settings.text("version", it));
        var published = find(workflow, version.orElse(null));
        var request = request(task, published, inputs(published, settings));
        return switch (get(engine.get().start(request))) {
            case Started.Created(var run) -> run.id();
            case Started.Repeated(var id) -> id;
            case Started.KeyReused(var id) -> id;
        };
    }

    private void checkLevel(StepTask task) throws ExecutionException, InterruptedException {
        int level = 2;
        var parent = task.created().parent();
        while (parent != null) {
            if (++level > MOST_LEVELS) {
                throw new StepFailed(
                        "NESTING_LIMIT",
                        "runs start each other %d levels deep at most; does a workflow start itself?"
                                .formatted(MOST_LEVELS));
            }
            parent =
                    get(engine.get().find(parent.run()))
                            .map(run -> run.created().parent())
                            .orElse(null);
        }
    }

    private Published find(String workflow, @Nullable String version)
            throws ExecutionException, InterruptedException {
        var found =
                get(
                        version == null
                                ? workflows.current(workflow)
                                : workflows.version(workflow, version));
        var published = found.orElseThrow(() -> unknown(workflow, version));
        if (published.archived()) {
            throw new StepFailed(
                    "WORKFLOW_ARCHIVED",
                    "workflow %s is archived and takes no new runs".formatted(workflow));
        }
        var missing = code.missing(published.workflow());
        if (!missing.isEmpty()) {
            throw new StepFailed(
                    "WORKFLOW_WITHOUT_CODE",
                    "workflow %s needs code that this server doesn't have: %s"
                            .formatted(workflow, String.join("; ", missing)));
        }
        return published;
    }

    private static StepFailed unknown(String workflow, @Nullable String version) {
        var which = version == null ? "" : " in version " + version;
        return new StepFailed(
                "UNKNOWN_WORKFLOW", "there is no workflow %s%s".formatted(workflow, which));
    }

    private String inputs(Published published, Settings settings) {
        var given = settings.find("inputs").orElseGet(Json::object);
        if (!given.isObject()) {
            throw Settings.wrong(
                    "inputs", "must be an object, not " + Text.start(Json.write(given), 100));
        }
        var json = Keepable.json("inputs", given);
        var checked = schema.check(published.workflow().inputsSchema(), json);
        if (!checked.mistakes().isEmpty()) {
            var first = checked.mistakes().getFirst();
            throw new StepFailed(
                    "INPUTS_INVALID",
                    "%s takes no such inputs: %s %s"
                            .formatted(published.workflow().name(), first.path(), first.message()),
                    checked.mistakes().stream()
                            .map(it -> Map.of("path", it.path(), "message", it.message()))
                            .toList());
        }
        return checked.inputs();
    }

    private static StartRequest request(StepTask task, Published published, String inputs) {
        return new StartRequest(
                published,
                inputs,
                List.of(),
                "{}",
                task.created().priority(),
                task.created().correlationId(),
                new Parent(task.run(), task.step(), task.attempt()),
                null,
                null,
                null,
                key(task));
    }

    /**
     * The same until an attempt has failed by itself: then the next is to have a run of its own.
     */
    private static IdempotencyKey key(StepTask task) {
        var name = task.idempotencyKey() + "/" + task.current().failures();
        return IdempotencyKey.of(USE, name, NO_BODY);
    }

    private static <T> T get(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException {
        return stage.toCompletableFuture().get();
    }
}
