package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A group commit: which transitions of which runs it made durable.
 *
 * @param n its number in its lane
 */
record Commit(UUID lane, long n, Instant at, List<Slot> slots) {

    static Commit of(UUID lane, long n, Instant at, UUID[] runs, Integer[] seqs) {
        var slots =
                IntStream.range(0, runs.length)
                        .mapToObj(i -> new Slot(new RunId(runs[i]), seqs[i]))
                        .toList();
        return new Commit(lane, n, at, slots);
    }

    /** One transition of it: a run, and the number of the first event. */
    record Slot(RunId run, int seq) {}
}
