package io.agentrunner.journal;

/**
 * How those who append come together: what one commit has woken decides and appends at the same
 * time, and becomes one commit again instead of a small one and a large one.
 */
public interface Gathering {

    /** Nobody has more at hand than the one thing that is being done. */
    Gathering NONE =
            new Gathering() {
                @Override
                public void together(Runnable calls) {
                    calls.run();
                }

                @Override
                public boolean isGathering() {
                    return false;
                }

                @Override
                public void afterTheRest(Runnable action) {
                    action.run();
                }
            };

    /** Runs what wakes many: none of them begins before all of them are awake. */
    void together(Runnable calls);

    /** Whether whoever calls may bring more in a moment. */
    boolean isGathering();

    /**
     * Does it when all that are awake have done what they had to; at once for somebody who is none
     * of them.
     */
    void afterTheRest(Runnable action);
}
