package io.agentrunner.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How far each lane has come: the number of its last commit, 0 for a lane not named. */
record Heads(Map<UUID, Long> lanes) {

    static final Heads NONE = new Heads(Map.of());

    Heads {
        lanes = Map.copyOf(lanes);
    }

    long of(UUID lane) {
        return lanes.getOrDefault(lane, 0L);
    }

    Heads with(UUID lane, long n) {
        var changed = new HashMap<>(lanes);
        changed.put(lane, n);
        return new Heads(changed);
    }

    /** Whether no lane is further in the other. */
    boolean covers(Heads other) {
        return other.lanes.entrySet().stream()
                .allMatch(lane -> of(lane.getKey()) >= lane.getValue());
    }
}
