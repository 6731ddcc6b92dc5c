package io.agentrunner.journal;

import java.util.UUID;

/** By which a node writes, until somebody raises its epoch. */
public record Lease(UUID node, int epoch) {}
