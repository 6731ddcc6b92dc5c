package io.agentrunner.postgres;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server again whose end nobody here asked for, where everyone looks for it: at the same
 * port. One attempt at a time; none after {@link #close}.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Supervisor.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    private static final Duration SECOND_LOOK = Duration.ofMillis(100);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CALM = Duration.ofMinutes(1);
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = Duration.ZERO;
    private long upSince = System.nanoTime();

    private Supervisor(Cluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
        thread = Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::watch);
    }

    /** Looks after the server of this folder, ours or adopted, from now on. */
    static Supervisor of(Cluster cluster, int port) {
        var supervisor = new Supervisor(cluster, port);
        supervisor.thread.start();
        return supervisor;
    }

    /** Starts nothing from now on; a server that takes long to come up is ended half way. */
    @Override
    public void close() {
        closing.countDown();
        try {
            while (!thread.join(LAST_ATTEMPT)) {
                cluster.stopAtOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnusable("Interrupted while PostgreSQL was about to start.", e);
        }
    }

    /** What can't be found out now can be at the next look. */
    private void watch() {
        while (!closesWithin(BETWEEN_LOOKS)) {
            try {
                if (isGone()) {
                    bringBack();
                }
            } catch (RuntimeException e) {
                LOG.debug("The state of PostgreSQL is unknown", e);
            }
        }
    }

    /** Looked at twice, since the server of a wrong verdict would lose its file. */
    private boolean isGone() {
        return !cluster.isRunning() && !closesWithin(SECOND_LOOK) && !cluster.isRunning();
    }

    /** A server that keeps dying is started ever less often, until it stays for a while. */
    private void bringBack() {
        LOG.warnf("PostgreSQL on port %d %s; starting it again", port, whatHappened());
        var gone = System.nanoTime();
        if (gone - upSince > CALM.toNanos()) {
            pause = Duration.ZERO;
        }
        var complaint = "";
        while (!closesWithin(pause)) {
            pause = longer(pause);
            var failure = failureToStart();
            if (failure == null) {
                upSince = System.nanoTime();
                var away = Duration.ofNanos(upSince - gone).toMillis();
                LOG.infof("PostgreSQL on port %d is back after %d ms", port, away);
                return;
            }
            complaint = complain(failure, complaint);
        }
    }

    /** The file that a killed server had no time to remove. */
    private String whatHappened() {
        return cluster.postmaster()
                .map(file -> "(pid %d) was killed or crashed".formatted(file.pid()))
                .orElse("was stopped, but not by agent-runner");
    }

    private @Nullable String failureToStart() {
        try {
            if (!cluster.isRunning()) {
                cluster.startAgain(port);
            }
            Connections.check(cluster.settings(port));
            return null;
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What passes within seconds is not worth a line, nor is the same reason once more. */
    private String complain(String failure, String before) {
        if (pause.compareTo(LONGEST_PAUSE) < 0 || failure.equals(before)) {
            LOG.debugf("PostgreSQL did not start: %s", failure);
            return before;
        }
        LOG.warnf("PostgreSQL still does not start, trying on: %s", failure);
        return failure;
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private boolean closesWithin(Duration time) {
        try {
            return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException unknown) {
            return true;
        }
    }
}
