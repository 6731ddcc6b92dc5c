package io.agentrunner.engine;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import java.util.List;

/** What a run tells the node it is on. */
interface Host {

    /** The run ended or waits for long: it is on this node no more. */
    void left(ActiveRun run);

    /** These events became durable, and with them what they make of the run. */
    void moved(Run before, List<RunEvent> events);

    /** This node's lease is gone. */
    void fenced();
}
