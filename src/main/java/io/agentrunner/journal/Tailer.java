package io.agentrunner.journal;

import io.agentrunner.journal.CommitReader.Page;
import io.agentrunner.journal.CommitReader.Placed;
import io.agentrunner.journal.SlotReader.Found;
import io.agentrunner.journal.SlotReader.Place;
import io.agentrunner.run.RunId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the commits of all lanes while anybody listens, reads each event that is wanted once, and
 * hands it to all who want it. While the database is away it waits and goes on where it was.
 */
final class Tailer {

    private static final Logger LOG = Logger.getLogger(Tailer.class.getName());
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

    private final CommitReader commits;
    private final SlotReader slots;
    private final FeedLoop loop;
    private final long intervalMillis;
    private final Listeners listeners;

    private List<FeedFollower> joining = new ArrayList<>();
    private List<Runnable> waiting = new ArrayList<>();
    private @Nullable FeedPosition position;
    private boolean busy;
    private boolean nudged;
    private boolean away;
    private long turn;
    private long lastPoll;

    Tailer(
            CommitReader commits,
            SlotReader slots,
            FeedLoop loop,
            long intervalMillis,
            Listeners listeners) {
        this.commits = commits;
        this.slots = slots;
        this.loop = loop;
        this.intervalMillis = intervalMillis;
        this.listeners = listeners;
    }

    FeedLoop loop() {
        return loop;
    }

    void add(RunId run, RunFollower follower) {
        listeners.add(run, follower);
        lookNow();
    }

    void remove(RunId run, RunFollower follower) {
        listeners.remove(run, follower);
    }

    /** Lets a follower in between two commits, as soon as what was committed by now was seen. */
    void join(FeedFollower follower) {
        joining.add(follower);
        lookNow();
    }

    void leave(FeedFollower follower) {
        joining.remove(follower);
        listeners.remove(follower);
    }

    /** What is committed after this action was called will be noticed. */
    void whenTailing(Runnable action) {
        if (position != null) {
            action.run();
        } else {
            afterNextPoll(action);
        }
    }

    /** As soon as the database has answered again. */
    void afterNextPoll(Runnable action) {
        waiting.add(action);
        lookNow();
    }

    /** Something was committed here, or somebody came. */
    void lookNow() {
        if (busy) {
            nudged = true;
        } else if (!away) {
            next(Math.max(0, lastPoll + SHORTEST_PAUSE - System.nanoTime()));
        }
    }

    private void next(long nanos) {
        long mine = ++turn;
        loop.after(
                TimeUnit.NANOSECONDS.toMillis(nanos + 999_999),
                () -> {
                    if (mine == turn && !busy) {
                        look();
                    }
                });
    }

    private void look() {
        if (listeners.isEmpty() && joining.isEmpty() && waiting.isEmpty()) {
            position = null;
            return;
        }
        busy = true;
        nudged = false;
        var invited = joining;
        joining = new ArrayList<>();
        if (position == null) {
            loop.read(commits.heads(), heads -> begin(heads, invited), e -> retry(invited, e));
        } else {
            var from = position;
            loop.read(
                    commits.after(from), page -> take(from, page, invited), e -> retry(invited, e));
        }
    }

    private void begin(FeedPosition heads, List<FeedFollower> invited) {
        position = heads;
        done(heads, false, invited);
    }

    private void take(FeedPosition from, Page page, List<FeedFollower> invited) {
        if (page.gap()) {
            loop.read(commits.heads(), heads -> lost(heads, invited), e -> retry(invited, e));
            return;
        }
        var places = new ArrayDeque<Place>();
        for (var placed : page.commits()) {
            listeners.committed(placed.commit());
            addAll(places, placed);
        }
        var reached = new FeedPosition(from.incarnation(), page.heads(), null);
        deliver(places, () -> done(reached, page.more(), invited));
    }

    private static void addAll(Deque<Place> places, Placed placed) {
        for (int row = 0; row < placed.commit().slots().size(); row++) {
            places.add(new Place(placed, row));
        }
    }

    /** The followers of all are told; those of one run find out what they missed. */
    private void lost(FeedPosition heads, List<FeedFollower> invited) {
        position = heads;
        listeners.lost(heads);
        done(heads, false, invited);
    }

    private void deliver(Deque<Place> places, Runnable done) {
        var wanted = new ArrayList<Place>();
        while (wanted.size() < SlotReader.MOST && !places.isEmpty()) {
            var place = places.remove();
            if (listeners.want(place.run())) {
                wanted.add(place);
            }
        }
        if (wanted.isEmpty()) {
            done.run();
            return;
        }
        loop.read(
                slots.read(wanted),
                part -> {
                    for (int i = wanted.size() - 1; i >= part.places(); i--) {
                        places.addFirst(wanted.get(i));
                    }
                    part.found().forEach(this::deliver);
                    deliver(places, done);
                },
                failure -> {
                    wanted.reversed().forEach(places::addFirst);
                    later(failure, () -> deliver(places, done));
                });
    }

    private void deliver(Found found) {
        listeners.take(found, found.row().entries());
    }

    private void done(FeedPosition reached, boolean more, List<FeedFollower> invited) {
        position = reached;
        busy = false;
        away = false;
        lastPoll = System.nanoTime();
        var ready = waiting;
        waiting = new ArrayList<>();
        ready.forEach(Runnable::run);
        if (more) {
            joining.addAll(invited);
        } else {
            invited.forEach(follower -> listeners.add(follower, reached));
        }
        boolean soon = more || nudged || !joining.isEmpty();
        next(soon ? SHORTEST_PAUSE : TimeUnit.MILLISECONDS.toNanos(intervalMillis));
    }

    private void retry(List<FeedFollower> invited, Throwable failure) {
        joining.addAll(invited);
        later(
                failure,
                () -> {
                    busy = false;
                    look();
                });
    }

    private void later(Throwable failure, Runnable action) {
        if (!away) {
            LOG.log(Level.FINE, "The feed waits for the database: {0}", failure.toString());
        }
        away = true;
        loop.after(PAUSE_AFTER_FAILURE_MILLIS, action);
    }
}
