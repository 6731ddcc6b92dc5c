package io.agentrunner.runs;

import io.agentrunner.http.RequestJson;
import io.agentrunner.runs.Starting.Begun;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The starts of one batch. Where its client named it, every line has a name of its own made from
 * that, so that the same batch sent again starts what is missing and nothing twice.
 */
record BatchStarts(Starting starting, Doorkeeper door, @Nullable String key) {

    private static final String USE = "POST /runs/batch";

    /** A batch under that key. */
    static BatchStarts of(Starting starting, Doorkeeper door, @Nullable String key) {
        var _ = IdempotencyHeader.key(USE, key, new byte[0]);
        return new BatchStarts(starting, door, key);
    }

    /** Starts the run that a line describes; what is wrong with it is thrown or is the failure. */
    CompletionStage<Begun> begin(int number, byte[] line) {
        var start = Start.of(RequestJson.of(line));
        var named = IdempotencyHeader.key(USE + "\n" + number, key, line);
        return door.in(line.length, starting.begin(start, named));
    }

    /** Whether more of them may begin. */
    boolean hasRoom() {
        return door.hasRoom();
    }
}
