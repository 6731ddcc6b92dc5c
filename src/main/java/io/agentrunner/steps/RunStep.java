package io.agentrunner.steps;

import io.agentrunner.catalog.CatalogUnavailable;
import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code run}: starts a run of a workflow and waits for its end, holding nothing meanwhile. An
 * attempt that is made again after a crash finds the run that it had started.
 */
public final class RunStep implements StepExecutor {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Templates templates;
    private final Outcomes outcomes;
    private final Children children;

    /**
     * A step that starts runs.
     *
     * @param engine asked for when the first run is started: it is made of its executors
     */
    public RunStep(
            Templates templates,
            Secrets secrets,
            Workflows workflows,
            InputSchema schema,
            ProgramCode code,
            Supplier<Engine> engine) {
        this.templates = templates;
        this.outcomes = new Outcomes(secrets);
        this.children = new Children(workflows, schema, code, engine);
    }

    @Override
    public String type() {
        return "run";
    }

    @Override
    public int limit() {
        return 1_000;
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        return outcomes.of(
                () ->
                        switch (task.current().awaited()) {
                            case Awaited.Child(var id, var workflow, var end) ->
                                    end == null ? waitFor(id, workflow) : ended(id, workflow, end);
                            case Awaited.Approval _, Awaited.Signal _, Awaited.Branches _ ->
                                    start(task);
                            case null -> start(task);
                        });
    }

    private static Outcome waitFor(RunId child, String workflow) {
        return new Outcome.Suspended(new Wait.Child(child, workflow));
    }

    private Outcome start(StepTask task) throws Exception {
        var settings = Settings.of(task, templates);
        var workflow = Settings.text("workflow", settings.required("workflow"));
        try (var _ = Interruption.on(task.stop())) {
            return waitFor(children.start(task, workflow, settings), workflow);
        } catch (ExecutionException failed) {
            if (isPassing(failed.getCause())) {
                return later(task, workflow);
            }
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    /** Whether another moment, or another node, will do: no reason to fail a step for good. */
    private static boolean isPassing(@Nullable Throwable failure) {
        return failure instanceof JournalUnavailable
                || failure instanceof CatalogUnavailable
                || failure instanceof Engine.Draining;
    }

    private static Outcome later(StepTask task, String workflow) {
        return new Outcome.Suspended(
                new Wait.Sleep(
                        "a run of %s could not be started yet".formatted(workflow),
                        task.now().plus(PAUSE)));
    }

    private Outcome ended(RunId id, String workflow, ChildEnd end) throws IOException {
        if (end.state() == RunState.COMPLETED) {
            var result = end.result();
            return outcomes.completed(Json.parse(result == null ? "null" : result), List.of());
        }
        boolean canceled = end.state() == RunState.CANCELED;
        var why = end.message() == null ? "" : ": " + end.message();
        return outcomes.failed(
                new StepFailed(
                        canceled ? "CHILD_CANCELED" : "CHILD_FAILED",
                        "run %s of %s %s%s"
                                .formatted(id, workflow, canceled ? "was canceled" : "failed", why),
                        Json.object().put("run", id.toString()).put("workflow", workflow)),
                List.of());
    }
}
