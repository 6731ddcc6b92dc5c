package io.agentrunner.workflow;

/** What becomes of a run whose node died while it worked on it. */
public enum Recovery {
    /** Its attempts are made again. */
    RESUME,
    /** It fails, for a person to look at. */
    FAIL
}
