package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.util.List;
import java.util.Set;

/**
 * Tells one subscriber what happens to one run: first what is there already, read from the
 * database, then what comes in, joined by seq. Whatever is missing in between is read again.
 */
final class RunFollower {

    private static final Set<String> ENDS = Set.of("run.completed", "run.failed", "run.canceled");

    private final RunId run;
    private final EventReader reader;
    private final Tailer tailer;
    private final Outbox<Entry> outbox;
    private long sent;
    private long heardOf;
    private boolean live;
    private boolean reading;

    RunFollower(RunId run, long after, EventReader reader, Tailer tailer, Outbox<Entry> outbox) {
        this.run = run;
        this.sent = Math.max(after, 0);
        this.reader = reader;
        this.tailer = tailer;
        this.outbox = outbox;
    }

    void start() {
        tailer.add(run, this);
        outbox.open(this::readOn, () -> tailer.remove(run, this));
        readOn();
    }

    /** Takes the events of one transition that was just committed. */
    void take(List<Entry> entries) {
        heardOf = Math.max(heardOf, entries.getLast().seq());
        if (entries.getFirst().seq() > sent + 1) {
            live = false;
        }
        if (live) {
            var unseen =
                    entries.getFirst().seq() > sent
                            ? entries
                            : entries.stream().filter(entry -> entry.seq() > sent).toList();
            sent = Math.max(sent, heardOf);
            outbox.addLive(unseen);
            if (entries.stream().anyMatch(RunFollower::isEnd)) {
                outbox.complete();
            }
        }
        readOn();
    }

    /** Something may have been missed. */
    void lookAgain() {
        live = false;
        readOn();
    }

    void fail(RuntimeException why) {
        outbox.fail(why);
    }

    /** Reading waits for room, so whoever catches up does so at the subscriber's pace. */
    private void readOn() {
        if (live || reading || outbox.isGone() || !outbox.isEmpty()) {
            return;
        }
        reading = true;
        tailer.whenTailing(this::read);
    }

    private void read() {
        tailer.loop().read(reader.next(run, sent, Integer.MAX_VALUE), this::found, this::failed);
    }

    private void found(EventReader.Part part) {
        reading = false;
        var entries = part.after(sent);
        if (!entries.isEmpty()) {
            sent = entries.getLast().seq();
        }
        boolean over = part.isLast() && (part.ended() || !part.exists());
        live = over || (part.isLast() && heardOf <= sent);
        outbox.addFetched(entries);
        if (over) {
            outbox.complete();
        } else {
            readOn();
        }
    }

    private void failed(Throwable failure) {
        if (ReadFailures.isAway(failure)) {
            tailer.afterNextPoll(this::read);
        } else {
            outbox.fail(failure);
        }
    }

    private static boolean isEnd(Entry entry) {
        return ENDS.contains(entry.type());
    }
}
