package io.agentrunner.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** How many attempts of each kind are under way on this node; further ones wait in line. */
final class Slots {

    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private int taken;
        private final Queue<Runnable> line = new ArrayDeque<>();
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
            next = kind.line.poll();
            if (next == null) {
                kind.taken--;
                return;
            }
        }
        next.run();
    }

    synchronized int taken() {
        return kinds.values().stream().mapToInt(kind -> kind.taken).sum();
    }
}
