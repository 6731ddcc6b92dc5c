package io.agentrunner.engine;

/** What a run tells the node it is on. */
interface Host {

    /** The run ended or waits for long: it is on this node no more. */
    void left(ActiveRun run);

    /** This node's lease is gone. */
    void fenced();
}
