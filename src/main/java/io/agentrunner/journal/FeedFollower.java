package io.agentrunner.journal;

import io.agentrunner.journal.CommitReader.Page;
import io.agentrunner.journal.CommitReader.Placed;
import io.agentrunner.journal.FeedItem.Event;
import io.agentrunner.journal.FeedItem.Gap;
import io.agentrunner.journal.FeedItem.Passed;
import io.agentrunner.journal.FeedItem.Start;
import io.agentrunner.journal.SlotReader.Part;
import io.agentrunner.journal.SlotReader.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells one subscriber what happens to all runs. It joins the tailer between two commits, reads
 * what lies between its own position and that place, then takes what has come in since.
 */
final class FeedFollower {

    private static final long PASSED_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    private final CommitReader commits;
    private final SlotReader slots;
    private final Tailer tailer;
    private final Feed.Limits limits;
    private final Feed.Wanted wanted;
    private final Outbox<FeedItem> outbox;

    private final Deque<Place> missed = new ArrayDeque<>();
    private final List<FeedItem> arrived = new ArrayList<>();
    private @Nullable FeedPosition from;
    private @Nullable FeedPosition target;
    private @Nullable Place begun;
    private int sentOfBegun;
    private boolean live;
    private boolean reading;
    private boolean tooMuchArrived;
    private long passedAt = System.nanoTime() - 2 * PASSED_EVERY;

    FeedFollower(
            @Nullable FeedPosition from,
            Feed.Wanted wanted,
            CommitReader commits,
            SlotReader slots,
            Tailer tailer,
            Feed.Limits limits,
            Outbox<FeedItem> outbox) {
        this.from = from;
        this.wanted = wanted;
        this.commits = commits;
        this.slots = slots;
        this.tailer = tailer;
        this.limits = limits;
        this.outbox = outbox;
    }

    void start() {
        outbox.open(this::readOn, () -> tailer.leave(this));
        tailer.join(this);
    }

    /** From here on every commit is handed over; {@code heads} is what came before. */
    void joined(FeedPosition heads) {
        if (outbox.isGone()) {
            tailer.leave(this);
        } else if (from == null) {
            goLive(new Start(heads));
        } else if (!isBehind(from, heads)) {
            goLive(new Gap(heads));
        } else {
            target = heads;
            readOn();
        }
    }

    private static boolean isBehind(FeedPosition from, FeedPosition heads) {
        var within = from.within();
        return from.incarnation().equals(heads.incarnation())
                && heads.heads().covers(from.heads())
                && (within == null
                        || heads.heads().of(within.lane()) > from.heads().of(within.lane()));
    }

    /** The tailer itself has lost its place. */
    void lost(FeedPosition heads) {
        missed.clear();
        arrived.clear();
        target = null;
        goLive(new Gap(heads));
    }

    private void goLive(FeedItem first) {
        from = first.position();
        live = true;
        outbox.addLive(List.of(first));
    }

    void take(List<Event> events) {
        if (live) {
            outbox.addLive(wanted(events));
        } else if (!tooMuchArrived) {
            arrived.addAll(wanted(events));
            if (arrived.size() > limits.events()) {
                arrived.clear();
                tooMuchArrived = true;
                tailer.leave(this);
            }
        }
    }

    void fail(RuntimeException why) {
        outbox.fail(why);
    }

    /** Reading waits for room, so whoever catches up does so at the subscriber's pace. */
    private void readOn() {
        if (live || reading || target == null || outbox.isGone() || !outbox.isEmpty()) {
            return;
        }
        if (!missed.isEmpty()) {
            readEvents(target);
        } else if (from != null && !from.heads().equals(target.heads())) {
            readCommits(from, target);
        } else {
            catchUpIsDone();
        }
    }

    private void catchUpIsDone() {
        if (tooMuchArrived) {
            tooMuchArrived = false;
            target = null;
            tailer.join(this);
        } else {
            live = true;
            outbox.addFetched(List.copyOf(arrived));
            arrived.clear();
        }
    }

    private void readCommits(FeedPosition after, FeedPosition upTo) {
        reading = true;
        tailer.loop()
                .read(
                        commits.between(after, upTo.heads()),
                        page -> found(page, after, upTo),
                        this::failed);
    }

    private void found(Page page, FeedPosition after, FeedPosition upTo) {
        reading = false;
        if (live || !upTo.equals(target)) {
            return;
        }
        if (page.gap() || page.commits().isEmpty()) {
            from = upTo;
            outbox.addFetched(List.of(new Gap(upTo)));
        } else {
            from = new FeedPosition(after.incarnation(), page.heads(), null);
            page.commits().forEach(this::addMissed);
            leaveOut(after.within());
        }
        readOn();
    }

    private void addMissed(Placed placed) {
        for (int row = 0; row < placed.commit().slots().size(); row++) {
            missed.add(new Place(placed, row));
        }
    }

    /** What was sent of the first commit before the subscriber went away. */
    private void leaveOut(FeedPosition.@Nullable Within sent) {
        if (sent != null) {
            for (int row = 0; row < sent.rows(); row++) {
                missed.remove();
            }
            begun = missed.peek();
            sentOfBegun = sent.events();
        }
    }

    private void readEvents(FeedPosition upTo) {
        var next = new ArrayList<Place>();
        while (next.size() < SlotReader.MOST && !missed.isEmpty()) {
            next.add(missed.remove());
        }
        reading = true;
        tailer.loop()
                .read(
                        slots.read(next),
                        part -> found(part, next, upTo),
                        failure -> {
                            putBack(next, 0);
                            failed(failure);
                        });
    }

    private void found(Part part, List<Place> asked, FeedPosition upTo) {
        reading = false;
        if (live || !upTo.equals(target)) {
            return;
        }
        putBack(asked, part.places());
        var unseen = new ArrayList<Event>();
        for (var found : part.found()) {
            var items = found.items(found.row().entries());
            boolean partly = found.place().equals(begun);
            unseen.addAll(partly ? items.subList(sentOfBegun, items.size()) : items);
        }
        outbox.addFetched(wanted(unseen));
        readOn();
    }

    /**
     * Those that are wanted; and the place after others, so that nobody goes through them again.
     */
    private List<FeedItem> wanted(List<Event> events) {
        var items = new ArrayList<FeedItem>();
        boolean isLastWanted = true;
        for (var event : events) {
            isLastWanted = wanted.wants(event.workflow(), event.entry().type());
            if (isLastWanted) {
                items.add(event);
            }
        }
        long now = System.nanoTime();
        if (!isLastWanted && now - passedAt > PASSED_EVERY) {
            passedAt = now;
            items.add(new Passed(events.getLast().position()));
        }
        return items;
    }

    private void putBack(List<Place> asked, int from) {
        asked.subList(from, asked.size()).reversed().forEach(missed::addFirst);
    }

    private void failed(Throwable failure) {
        if (ReadFailures.isAway(failure)) {
            tailer.afterNextPoll(
                    () -> {
                        reading = false;
                        readOn();
                    });
        } else {
            outbox.fail(failure);
        }
    }
}
