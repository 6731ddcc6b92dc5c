package io.agentrunner.engine;

import io.agentrunner.journal.Nodes.Node;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which nodes are dead, judged by this node's own monotonic clock from beats it could read itself.
 */
final class Watch {

    /** Who could not look for longer begins anew: the others may have beaten meanwhile. */
    private static final Duration LONGEST_BLINK = Duration.ofSeconds(5);

    private final Duration lease;
    private final Map<UUID, Seen> seen = new HashMap<>();
    private long lookedAt;

    private record Seen(int epoch, long beat, long sinceNanos) {}

    Watch(Duration lease) {
        this.lease = lease;
    }

    /** How long it is until one of those seen last will have been silent for its lease. */
    synchronized Optional<Duration> untilNext(long now) {
        return seen.values().stream()
                .map(it -> Duration.ofNanos(it.sinceNanos() + lease.toNanos() - now))
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder());
    }

    /** Those that were silent for longer than their lease, or said that they end. */
    synchronized List<Node> dead(List<Node> nodes, long now) {
        if (now - lookedAt > LONGEST_BLINK.toNanos()) {
            seen.clear();
        }
        lookedAt = now;
        return nodes.stream().filter(node -> node.hasLeft() || isSilent(node, now)).toList();
    }

    private boolean isSilent(Node node, long now) {
        var last = seen.get(node.id());
        if (last == null || last.epoch() != node.epoch() || last.beat() != node.beat()) {
            seen.put(node.id(), new Seen(node.epoch(), node.beat(), now));
            return false;
        }
        return now - last.sinceNanos() >= lease.toNanos();
    }
}
