package io.agentrunner.engine;

import io.agentrunner.engine.Outcome.Large;
import io.agentrunner.run.Reason;
import java.util.List;

/** Where results go that are too large for the journal. */
public interface LargeResults {

    /** There is no such place. */
    LargeResults NONE =
            (_, _) ->
                    new Outcome.Failed(
                            Payloads.tooLarge("the result is larger than", Payloads.LIMIT),
                            Reason.PAYLOAD_LIMIT,
                            List.of());

    /** The journal keeps results of so many bytes and this place what is larger. */
    default int inlineBytes() {
        return Payloads.LIMIT;
    }

    /** Nobody keeps results of more bytes. */
    default long mostBytes() {
        return Payloads.LARGEST_RESULT;
    }

    /**
     * Makes a result durable and puts a reference in its place, which is what the run records. May
     * take its time. What an earlier attempt of the same iteration left there is replaced, so a
     * crash before the reference is recorded costs an attempt and nothing else.
     *
     * @throws Exception any exception fails the attempt, as one of a {@link StepExecutor} does
     */
    Outcome keep(StepTask task, Large large) throws Exception;
}
