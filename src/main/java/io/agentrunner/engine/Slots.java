package io.agentrunner.engine;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How many attempts of each kind are under way on this node; further ones wait in line. */
final class Slots {

    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private int taken;
        private final Set<Runnable> line = new LinkedHashSet<>();
    }

    /** Runs {@code work} now or when another attempt of its kind gives its slot back. */
    void take(String type, int limit, Runnable work) {
        synchronized (this) {
            var kind = kinds.computeIfAbsent(type, _ -> new Kind());
            if (kind.taken >= limit) {
                kind.line.add(work);
                return;
            }
            kind.taken++;
        }
        work.run();
    }

    void giveBack(String type) {
        Runnable next;
        synchronized (this) {
            var kind = kinds.computeIfAbsent(type, _ -> new Kind());
            var line = kind.line.iterator();
            if (!line.hasNext()) {
                kind.taken--;
                return;
            }
            next = line.next();
            line.remove();
        }
        next.run();
    }

    /** Waits no longer. False when it does not stand in line. */
    synchronized boolean leaveLine(String type, Runnable work) {
        var kind = kinds.get(type);
        return kind != null && kind.line.remove(work);
    }

    synchronized int taken() {
        return kinds.values().stream().mapToInt(kind -> kind.taken).sum();
    }
}
