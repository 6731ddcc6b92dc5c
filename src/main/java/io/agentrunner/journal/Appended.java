package io.agentrunner.journal;

import io.agentrunner.run.RunId;

/**
 * What became of a transition. Never a guess: a lost connection is resolved before an answer is
 * given.
 */
public sealed interface Appended {

    /** It is durable. */
    record Won() implements Appended {}

    /** Another transition of that run came first. Load the run and decide again. */
    record Lost() implements Appended {}

    /**
     * The idempotency key belongs to another start.
     *
     * @param run the run that start created
     * @param sameBody whether it asked for the same
     */
    record KeyTaken(RunId run, boolean sameBody) implements Appended {}

    /** This node's lease was taken over: it owns nothing any more and must stop what it runs. */
    record Fenced() implements Appended {}

    /** The database refuses this very content; others are not affected. */
    record Unwritable(String detail) implements Appended {}
}
