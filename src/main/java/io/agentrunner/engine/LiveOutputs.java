package io.agentrunner.engine;

import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What the steps of this node's runs say while they work; the latest of it, bounded. */
public interface LiveOutputs {

    /**
     * One line.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    record Line(RunId run, StepKey step, int attempt, String stream, String text, Instant at) {}

    /** What the running attempts of that run have said so far. */
    List<Line> recent(RunId run);

    /**
     * Passes on what was said so far and then each line as it comes, until closed. {@code listener}
     * is called by whoever says something and must not take long.
     */
    Subscription listen(RunId run, Consumer<Line> listener);

    /** Ends a listening. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
