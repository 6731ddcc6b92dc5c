package io.agentrunner.run;

import java.time.Instant;

/**
 * Where and when something is decided.
 *
 * @param node the node on which what follows will be done
 */
public record Here(String node, Instant now) {}
