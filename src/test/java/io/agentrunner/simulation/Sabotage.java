package io.agentrunner.simulation;

/** Bugs to plant, so that one can see whether they are found. */
enum Sabotage {
    NONE,
    /** The database takes a transition whatever stands before it. */
    SKIPS_THE_CONFLICT_CHECK,
    /** The journal says that something is durable when it has only sent it. */
    ACKNOWLEDGES_BEFORE_THE_COMMIT,
    /** A node that comes up again does not learn of what it kept waiting. */
    FORGETS_A_TIMER_ON_RESTART,
    /** What was sent again because its answer was lost is written twice. */
    APPLIES_EVENTS_TWICE,
    /** Nobody tells a parent what its dead node did not come to say: that a child has ended. */
    LOSES_A_CHILDS_END
}
