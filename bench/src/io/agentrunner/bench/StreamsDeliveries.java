package io.agentrunner.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How long events took from their time to a client, for all clients of one kind. */
final class StreamsDeliveries implements StreamsReader.Heard {

    /** No more are measured one by one; what comes after is counted. */
    private static final int MOST = 1 << 20;

    private final String kind;
    private final long[] micros = new long[MOST];
    private int count;
    private int closed;

    StreamsDeliveries(String kind) {
        this.kind = kind;
    }

    /**
     * What was heard in one round.
     *
     * @param p50 milliseconds
     * @param p99 milliseconds
     * @param max milliseconds
     */
    record Result(double perSecond, double p50, double p99, double max) {}

    @Override
    public synchronized void event(long at) {
        if (count < MOST) {
            micros[count] = StreamsReader.micros(Instant.now()) - at;
        }
        count++;
    }

    @Override
    public synchronized void closed() {
        closed++;
    }

    /** Of what came since the last time; fails when nothing did, or a client was cut off. */
    synchronized Result take(Duration length) {
        if (count == 0 || closed > 0) {
            throw new IllegalStateException(
                    "clients %s heard %d events, and %d of them were refused or cut off"
                            .formatted(kind, count, closed));
        }
        var sorted = Arrays.copyOf(micros, Math.min(count, MOST));
        Arrays.sort(sorted);
        double perSecond = count * 1e9 / length.toNanos();
        count = 0;
        return new Result(perSecond, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))] / 1e3;
    }
}
