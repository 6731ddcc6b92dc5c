package io.agentrunner.workflow.dsl;

import org.jspecify.annotations.Nullable;

/**
 * Is told what has happened to runs, whether their workflows are written in Java or not. A CDI bean
 * of this type is found by itself.
 *
 * <p>What it is told is durable by then; nothing waits for it, and what it throws is logged and
 * changes nothing. Calls about one run come in order, one at a time. A node that dies may leave
 * calls out, and none is made twice: what must be done is a step's work, not a hook's.
 */
public interface Hooks {

    /**
     * A run, as it was then.
     *
     * @param state {@code RUNNING}, {@code WAITING}, {@code COMPLETED}, {@code FAILED} or {@code
     *     CANCELED}
     * @param reason why it is, where that needs one
     */
    record OfRun(
            String id,
            String workflow,
            String version,
            String state,
            @Nullable String reason,
            @Nullable String message) {}

    /**
     * A step, as it was then.
     *
     * @param path its name, with those of the steps around it: {@code fan.a}, {@code fetch[3]}
     * @param state {@code RUNNING}, {@code COMPLETED}, {@code FAILED} or {@code CANCELED}
     */
    record OfStep(OfRun run, String path, int iteration, int attempt, String state) {}

    /** Whether it wants to know of runs of that workflow. */
    default boolean concerns(String workflow) {
        return true;
    }

    /** A run begins its first step. */
    default void beforeRun(OfRun run) {}

    /** A run has ended, however it did. */
    default void afterRun(OfRun run) {}

    /** A step begins its first attempt. */
    default void beforeStep(OfStep step) {}

    /** A step has ended, however it did; one that was skipped had no beginning and has no end. */
    default void afterStep(OfStep step) {}

    /** A step has failed for good. Rules may still let the run go on. */
    default void onFailure(OfStep step, Failed error) {}
}
