package io.agentrunner.ops;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.http.ServerPhase.Phase;
import io.agentrunner.journal.OldCommits;
import io.agentrunner.journal.OldRuns;
import io.agentrunner.journal.OldRuns.Piece;
import io.agentrunner.journal.RunDeletion;
import io.agentrunner.run.RunId;
import io.agentrunner.steps.Workspaces;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Removes runs with all that is theirs when they ended longer ago than they are kept. A few at a
 * time, so that nobody ever waits for it; what fails is tried again a minute later.
 */
final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final long PATIENCE_SECONDS = 30;

    /** Between being found and being removed no more time passes than they take. */
    private static final int FEW = 50;

    /** Where it looks and what it removes with. */
    record Tools(
            OldRuns runs,
            OldCommits commits,
            RunDeletion deletion,
            Artifacts artifacts,
            Workspaces workspaces) {}

    private final Tools tools;
    private final ServerPhase phase;
    private final Optional<Duration> kept;

    /**
     * Keeps what ended for that long, and for ever when nothing is said.
     *
     * @throws IllegalArgumentException when that is less than a minute
     */
    Retention(Tools tools, ServerPhase phase, Optional<Duration> kept) {
        this.tools = tools;
        this.phase = phase;
        this.kept = kept;
        if (kept.filter(it -> it.compareTo(SHORTEST) < 0).isPresent()) {
            throw new IllegalArgumentException(
                    "agent-runner.keep-ended-runs is less than a minute: " + kept.get());
        }
    }

    /** Removes what there is to remove. Takes its time. */
    void removeWhatIsOld() {
        kept.ifPresent(this::removeWhatEnded);
    }

    private void removeWhatEnded(Duration ago) {
        attempt("runs", () -> removeRuns(ago));
        attempt("commits", () -> removeCommits(ago));
    }

    /** Removes something, and says how much. */
    private interface Work {
        int remove() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static void attempt(String what, Work work) {
        try {
            LOG.debugf("removed: %d %s", work.remove(), what);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | ExecutionException | TimeoutException failure) {
            LOG.warnf("old %s can't be removed now, a minute later again: %s", what, failure);
        }
    }

    private int removeRuns(Duration ago)
            throws InterruptedException, ExecutionException, TimeoutException {
        int removed = 0;
        var piece = new Piece(List.of(), OldRuns.FIRST, false);
        while (isServing() && !piece.isLast()) {
            piece = await(tools.runs().after(piece.last(), ago));
            for (int i = 0; i < piece.over().size() && isServing(); i += FEW) {
                int end = Math.min(i + FEW, piece.over().size());
                removed += remove(piece.over().subList(i, end), ago);
            }
        }
        return removed;
    }

    private int removeCommits(Duration ago)
            throws InterruptedException, ExecutionException, TimeoutException {
        int removed = 0;
        int last = 1;
        while (isServing() && last > 0) {
            last = await(tools.commits().remove(ago));
            removed += last;
        }
        return removed;
    }

    /** The rows of the runs go last, so that what fails is found again. */
    private int remove(List<RunId> found, Duration ago)
            throws InterruptedException, ExecutionException, TimeoutException {
        var runs = new ArrayList<RunId>();
        for (var run : await(tools.runs().stillOver(found, ago))) {
            if (hasLostItsFiles(run)) {
                runs.add(run);
            }
        }
        return runs.isEmpty() ? 0 : await(tools.deletion().deleteEnded(runs));
    }

    /** One whose files can't be removed stays, and keeps none of the others. */
    private boolean hasLostItsFiles(RunId run) {
        try {
            tools.workspaces().delete(run);
            tools.artifacts().deleteOf(List.of(run));
            return true;
        } catch (IOException failure) {
            LOG.warnf("run %s stays, since its files can't be removed: %s", run, failure);
            return false;
        }
    }

    private boolean isServing() {
        return phase.current() == Phase.SERVING;
    }

    private static <T> T await(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
