package io.agentrunner.runs;

import io.agentrunner.http.ServerPhase;
import io.agentrunner.http.ServerPhase.Phase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every job has a worker; a few of them at a time on this node, so none is last.
 */
final class BulkRounds {

    private static final Logger LOG = Logger.getLogger(BulkRounds.class);
    private static final int AT_ONCE = 8;

    private final BulkJobs jobs;
    private final BulkWork work;
    private final UUID node;
    private final ServerPhase phase;
    private final Executor threads;
    private final Set<UUID> here = ConcurrentHashMap.newKeySet();
    private CompletableFuture<Void> walking = CompletableFuture.completedFuture(null);

    /**
     * Not on its way yet.
     *
     * @param threads for work that waits
     */
    BulkRounds(BulkJobs jobs, BulkWork work, UUID node, ServerPhase phase, Executor threads) {
        this.jobs = jobs;
        this.work = work;
        this.node = node;
        this.phase = phase;
        this.threads = threads;
        phase.whenDraining(() -> jobs.release(node).exceptionally(BulkRounds::nextTime));
    }

    /** There is a new job. */
    void hurry() {
        var _ = walk();
    }

    /** One look at a time, so that none takes what another has just taken. */
    synchronized CompletionStage<Void> walk() {
        if (walking.isDone()) {
            walking = look().exceptionally(BulkRounds::nextTime).toCompletableFuture();
        }
        return walking;
    }

    private CompletionStage<Void> look() {
        return phase.current() == Phase.SERVING && here.size() < AT_ONCE
                ? jobs.claim(node, Set.copyOf(here), AT_ONCE - here.size()).thenAccept(this::begin)
                : CompletableFuture.completedStage(null);
    }

    private void begin(List<BulkJob> claimed) {
        for (var job : claimed) {
            here.add(job.id());
            threads.execute(() -> workOn(job));
        }
    }

    /** What could not be done now is tried again with the next round. */
    private void workOn(BulkJob job) {
        try {
            work.on(job);
        } catch (RuntimeException failure) {
            LOG.debugf(failure, "Job %s goes on with the next round", job.id());
        } finally {
            here.remove(job.id());
        }
    }

    private static @Nullable Void nextTime(Throwable failure) {
        LOG.debugf(failure, "The next round may do better");
        return null;
    }
}
