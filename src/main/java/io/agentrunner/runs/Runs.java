package io.agentrunner.runs;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.journal.Appended.KeyTaken;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.journal.IdempotencyKeys;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Finds runs for those who show them, and shows them. */
public final class Runs {

    private final Engine engine;
    private final Workflows workflows;
    private final IdempotencyKeys keys;

    public Runs(Engine engine, Workflows workflows, IdempotencyKeys keys) {
        this.engine = engine;
        this.workflows = workflows;
        this.keys = keys;
    }

    /**
     * The run of that id.
     *
     * @param id as it stands in a path; fails with a problem when no run has it
     */
    Uni<Run> find(String id) {
        var run = RunProblems.id(id);
        return known(run, Answers.of(() -> engine.find(run)));
    }

    /** The run when it ends, or as it stands when the time is over; at once without a time. */
    Uni<Run> await(RunId run, Optional<Duration> wait) {
        return known(
                run,
                Answers.of(
                        () -> wait.isPresent() ? engine.await(run, wait.get()) : engine.find(run)));
    }

    /** Which run was started under that key; empty when none was. */
    CompletionStage<Optional<KeyTaken>> startedBy(IdempotencyKey key) {
        return keys.holder(key);
    }

    /** The same run when it ends, or as it stands when the time is over. */
    CompletionStage<Starting.Begun> await(Starting.Begun begun, Duration wait) {
        return engine.await(begun.run().id(), wait)
                .thenApply(
                        run ->
                                new Starting.Begun(
                                        run.orElseThrow(
                                                () -> RunProblems.unknown(begun.run().id())),
                                        begun.workflow(),
                                        begun.replayed()));
    }

    /** The run that a request made which is made again. */
    CompletionStage<Starting.Begun> begunBefore(RunId id) {
        return engine.find(id)
                .thenApply(run -> run.orElseThrow(() -> RunProblems.unknown(id)))
                .thenCompose(
                        run -> workflow(run).thenApply(it -> new Starting.Begun(run, it, true)));
    }

    /** As clients see it. */
    Uni<RunView> view(Run run) {
        return Answers.of(() -> workflow(run)).map(workflow -> RunView.of(run, workflow));
    }

    /** Its way through its workflow, as clients see it. */
    Uni<RunGraphView> graph(Run run) {
        return Answers.of(() -> workflow(run)).map(workflow -> RunGraphView.of(run, workflow));
    }

    private CompletionStage<Workflow> workflow(Run run) {
        return workflows
                .version(run.workflow(), run.version())
                .thenApply(found -> found.map(Published::workflow).orElseThrow());
    }

    private static Uni<Run> known(RunId id, Uni<Optional<Run>> found) {
        return found.map(run -> run.orElseThrow(() -> RunProblems.unknown(id)));
    }
}
