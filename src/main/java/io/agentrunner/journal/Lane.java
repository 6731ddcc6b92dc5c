package io.agentrunner.journal;

import io.agentrunner.journal.GroupCommit.Fate;
import io.agentrunner.journal.GroupCommit.Fate.Committed;
import io.agentrunner.journal.GroupCommit.Fate.Fenced;
import io.agentrunner.journal.GroupCommit.Fate.InTheWay;
import io.agentrunner.journal.GroupCommit.Fate.Never;
import io.agentrunner.journal.GroupCommit.Fate.Refused;
import io.agentrunner.journal.GroupCommit.Fate.Unknown;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One line of numbered commits through one connection. Commits at once when it is idle; what
 * arrives while a commit is in flight forms the next one. When the connection is lost, what was in
 * flight stays so until the database has said what became of it.
 *
 * <p>Everything here happens on one event loop, so nothing is locked.
 */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class.getName());
    private static final long SHORTEST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 1000;

    /** A run that somebody locks must not hold up the others. */
    private static final long ASIDE = 500;

    private final UUID id;
    private final Context context;
    private final Supplier<Lease> lease;
    private final Supplier<Future<Writer>> connect;
    private final Runnable committed;
    private final Gathering gathering;

    private final Backlog backlog = new Backlog();
    private final Deque<Batch> parts = new ArrayDeque<>();
    private final Promise<Void> finished = Promise.promise();
    private @Nullable Writer writer;
    private @Nullable GroupCommit inFlight;
    private volatile boolean connected;
    private boolean closing;
    private int aside;
    private long pause = SHORTEST_PAUSE;
    private long n;

    Lane(
            UUID id,
            Context context,
            Supplier<Lease> lease,
            Supplier<Future<Writer>> connect,
            Runnable committed,
            Gathering gathering) {
        this.id = id;
        this.context = context;
        this.lease = lease;
        this.connect = connect;
        this.committed = committed;
        this.gathering = gathering;
    }

    /** As far as is known; from any thread. */
    boolean isConnected() {
        return connected;
    }

    Future<Void> open() {
        return connect.get()
                .compose(opened -> opened.nextN(id).onSuccess(next -> begin(opened, next)))
                .mapEmpty();
    }

    /** Takes one more, to be sent with those that come with it: {@link #pump} follows. */
    void add(Pending pending) {
        if (closing) {
            pending.unavailable("the server is shutting down");
        } else if (writer == null && pending.creates()) {
            pending.unavailable("the database does not answer");
        } else {
            backlog.add(pending);
        }
    }

    void expire() {
        backlog.expire();
    }

    /** Finishes what it has; while the database is away only what was sent is worth waiting for. */
    Future<Void> close() {
        closing = true;
        if (writer == null && inFlight == null) {
            finish();
        }
        pump();
        return finished.future();
    }

    private void begin(Writer opened, long next) {
        n = next;
        use(opened);
        pump();
    }

    private void use(Writer opened) {
        writer = opened;
        connected = true;
        opened.onClose(() -> lost(opened, "the connection was closed"));
    }

    /** Sends the next batch unless one is under way. */
    void pump() {
        if (writer == null || inFlight != null) {
            return;
        }
        var batch = next();
        if (batch.size() > 0) {
            send(writer, batch);
        } else if (closing && aside == 0) {
            finish();
        }
    }

    private Batch next() {
        while (!parts.isEmpty()) {
            var part = parts.remove().withoutOverdue().decidedUnder(lease.get());
            if (part.size() > 0) {
                return part;
            }
        }
        return new Batch(backlog.take()).decidedUnder(lease.get());
    }

    private void send(Writer by, Batch batch) {
        var commit = new GroupCommit(batch, lease.get(), id, n);
        inFlight = commit;
        meet(by, commit, commit.attempt(by));
    }

    private void meet(Writer by, GroupCommit commit, Future<Fate> fate) {
        fate.onComplete(
                unlessLost(by, met -> follow(by, commit.batch(), met)),
                unlessLost(by, bug -> lost(by, bug.toString())));
    }

    private void follow(Writer by, Batch batch, Fate fate) {
        switch (fate) {
            case Committed(var answers) -> done(answers);
            case Never(var next) -> again(batch, next);
            case Fenced _ -> settled(() -> batch.answer(new Appended.Fenced()));
            case Refused(var why) -> isolate(batch, why);
            case InTheWay _ -> makeWay(batch);
            case Unknown(var why) -> lost(by, why);
        }
    }

    /** The next batch goes out before the answers do: who gets one may take its time. */
    private void done(Runnable answers) {
        n++;
        pause = SHORTEST_PAUSE;
        settled(answers);
        committed.run();
    }

    private void settled(Runnable answers) {
        inFlight = null;
        pump();
        gathering.together(answers);
    }

    private void again(Batch batch, long next) {
        n = next;
        inFlight = null;
        backlog.putBack(batch);
        pump();
    }

    /** Halves it until what the database refuses stands alone. */
    private void isolate(Batch batch, String why) {
        if (batch.size() == 1) {
            settled(() -> batch.answer(new Appended.Unwritable(why)));
        } else {
            split(batch);
        }
    }

    /** Halves it until what somebody has locked stands alone, and lets that one wait. */
    private void makeWay(Batch batch) {
        if (batch.size() > 1) {
            split(batch);
            return;
        }
        inFlight = null;
        aside++;
        after(
                ASIDE,
                () -> {
                    aside--;
                    parts.add(batch);
                    pump();
                });
        pump();
    }

    private void split(Batch batch) {
        inFlight = null;
        batch.halves().reversed().forEach(parts::addFirst);
        pump();
    }

    private void lost(Writer by, String why) {
        if (by != writer) {
            return;
        }
        LOG.log(Level.FINE, "The journal lost its database: {0}", why);
        by.close();
        writer = null;
        connected = false;
        parts.reversed().forEach(backlog::putBack);
        parts.clear();
        backlog.refuseStarts();
        reconnectLater();
    }

    private void reconnectLater() {
        if (finished.future().isComplete()) {
            return;
        }
        after(pause, () -> connect.get().onComplete(this::resume, _ -> reconnectLater()));
        pause = Math.min(2 * pause, LONGEST_PAUSE);
    }

    private void resume(Writer opened) {
        LOG.fine("The journal has its database again.");
        use(opened);
        if (inFlight == null) {
            pump();
        } else {
            meet(opened, inFlight, inFlight.resolve(opened));
        }
    }

    private void finish() {
        backlog.refuseAll();
        connected = false;
        if (writer == null) {
            finished.tryComplete();
        } else {
            writer.close().onComplete(_ -> finished.tryComplete());
            writer = null;
        }
    }

    /** What a connection that was given up may still say counts no more. */
    private <T> Handler<T> unlessLost(Writer by, Handler<T> handler) {
        return said -> {
            if (by == writer) {
                handler.handle(said);
            }
        };
    }

    private void after(long millis, Runnable task) {
        context.owner().setTimer(millis, _ -> context.runOnContext(_ -> task.run()));
    }
}
