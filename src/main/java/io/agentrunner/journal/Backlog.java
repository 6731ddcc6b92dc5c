package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** Transitions that are not under way, oldest first, and which of them go together next. */
final class Backlog {

    private static final int MOST_ROWS = 1000;
    private static final int MOST_BYTES = 4 << 20;

    private final Deque<Pending> waiting = new ArrayDeque<>();

    void add(Pending pending) {
        waiting.add(pending);
    }

    /** As many as make a good batch, at most one of each run. */
    List<Pending> take() {
        var taken = new ArrayList<Pending>(Math.min(waiting.size(), MOST_ROWS));
        var runs = new HashSet<RunId>();
        int bytes = 0;
        for (var next = waiting.peek(); next != null; next = waiting.peek()) {
            if (next.isOverdue()) {
                waiting.remove().giveUp();
                continue;
            }
            bytes += next.bytes();
            boolean full = taken.size() == MOST_ROWS || bytes > MOST_BYTES;
            if ((full && !taken.isEmpty()) || !runs.add(next.run())) {
                break;
            }
            taken.add(waiting.remove());
        }
        return taken;
    }

    /** Before all others, since they were here before. */
    void putBack(Batch unsent) {
        unsent.transitions().reversed().forEach(waiting::addFirst);
    }

    /** Gives up starts that have waited too long. */
    void expire() {
        giveUp(Pending::isOverdue);
    }

    void refuseStarts() {
        giveUp(Pending::creates);
    }

    void refuseAll() {
        giveUp(_ -> true);
    }

    private void giveUp(Predicate<Pending> hopeless) {
        for (var all = waiting.iterator(); all.hasNext(); ) {
            var pending = all.next();
            if (hopeless.test(pending)) {
                all.remove();
                pending.giveUp();
            }
        }
    }
}
