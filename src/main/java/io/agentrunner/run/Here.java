package io.agentrunner.run;

import java.time.Instant;

/**
 * Where and when something is decided.
 *
 * @param node the node on which what follows will be done
 * @param expressions those of the run's workflow
 */
public record Here(String node, Instant now, Expressions expressions) {

    /** Where nothing is asked that a workflow has an expression for. */
    public Here(String node, Instant now) {
        this(node, now, Expressions.NONE);
    }
}
