package io.agentrunner.engine;

import java.util.Optional;

/**
 * Does the work of one kind of step, at least once: an attempt that ended with its node is made
 * again. What it returns is made durable before anything else of the run happens.
 */
public interface StepExecutor {

    /** The kind, as blueprints name it: {@code shell}. */
    String type();

    /** Whether {@link #execute} may take its time. If so it has a virtual thread of its own. */
    default boolean blocks() {
        return true;
    }

    /** How many attempts of this kind a node makes at a time; further ones wait their turn. */
    default int limit() {
        return 100_000;
    }

    /**
     * Hash of the program's code that a step of this kind executes, which is recorded with each
     * attempt; empty where there is none.
     *
     * @param settings the fields of the step's kind as a JSON object, templates unevaluated
     */
    default Optional<String> code(String settings) {
        return Optional.empty();
    }

    /**
     * Makes one attempt. After a wait it is called again with the same attempt; what has to be
     * waited for must follow from the task alone. A result that may be larger than {@link
     * Payloads#LIMIT} is {@link Outcome.Large} then.
     *
     * @throws Exception any exception fails the attempt with its simple name as the code
     */
    Outcome execute(StepTask task) throws Exception;
}
