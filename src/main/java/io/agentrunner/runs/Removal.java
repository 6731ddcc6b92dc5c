package io.agentrunner.runs;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.http.Answers;
import io.agentrunner.journal.RunDeletion;
import io.agentrunner.journal.RunDeletion.Deletion;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.steps.Workspaces;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Removes a run that has ended, with all that is its; the run itself last, so that it can be tried
 * again.
 */
final class Removal {

    private final RunDeletion deletion;
    private final Artifacts artifacts;
    private final Workspaces workspaces;

    Removal(RunDeletion deletion, Artifacts artifacts, Workspaces workspaces) {
        this.deletion = deletion;
        this.artifacts = artifacts;
        this.workspaces = workspaces;
    }

    Uni<Void> remove(Run run) {
        if (!run.state().isTerminal()) {
            throw notEnded(run.id(), run.state());
        }
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> removeFiles(run.id()))
                .chain(() -> Answers.of(() -> deletion.delete(run.id())))
                .invoke(answer -> check(run.id(), answer))
                .replaceWithVoid();
    }

    private void removeFiles(RunId run) {
        try {
            artifacts.deleteOf(run);
            workspaces.delete(run);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of run " + run + " can't be removed", e);
        }
    }

    private static void check(RunId run, Deletion answer) {
        switch (answer) {
            case Deletion.Deleted _ -> {}
            case Deletion.NotEnded(var state) -> throw notEnded(run, state);
            case Deletion.Unknown _ -> throw RunProblems.unknown(run);
        }
    }

    private static RuntimeException notEnded(RunId run, RunState state) {
        return RunProblems.notNow(
                state,
                "Run %s is %s. Cancel it first; then it can be removed.".formatted(run, state),
                RunState::isTerminal);
    }
}
