package io.agentrunner.run;

/** What a command can break. */
public enum Rule {
    /** After the end nothing is taken. */
    RUN_IS_OVER,
    /** Only what has ended can be made again. */
    NOT_OVER,
    /** A run starts once. */
    ALREADY_STARTED,
    /** Work on a run that was not started, or that is about to be canceled, makes no sense. */
    NOT_RUNNING,
    /** Only the attempt under way reports an outcome. */
    STALE_ATTEMPT,
    /** Only a paused run is taken step by step. */
    NOT_PAUSED,
    /** One step at a time: the one under way has to finish first. */
    A_STEP_RUNS,
    /** What a paused run waits for has not come, so there is nothing to do. */
    NOTHING_TO_DO,
    /** The run has no such step, or it asks for nothing. */
    NOTHING_TO_DECIDE,
    /** It was decided the other way. */
    DECIDED_OTHERWISE
}
