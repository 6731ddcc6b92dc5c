package io.agentrunner.journal;

/**
 * How those who append come together: a thread that has several runs before it brings what they
 * append in one go, so that it becomes one commit instead of a small one and a large one.
 */
@FunctionalInterface
public interface Gathering {

    /** Nobody has more at hand than the one thing that is being done. */
    Gathering NONE = Runnable::run;

    /**
     * Does it when the thread that calls has done what else waits for it; at once for a thread that
     * has nothing else.
     */
    void afterTheRest(Runnable action);
}
