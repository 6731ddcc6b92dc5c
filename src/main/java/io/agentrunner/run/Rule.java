package io.agentrunner.run;

/** What a command can break. */
public enum Rule {
    /** After the end nothing is taken. */
    RUN_IS_OVER,
    /** A run starts once. */
    ALREADY_STARTED,
    /** Work on a run that was not started, or that is about to be canceled, makes no sense. */
    NOT_RUNNING,
    /** Only the attempt under way reports an outcome. */
    STALE_ATTEMPT
}
