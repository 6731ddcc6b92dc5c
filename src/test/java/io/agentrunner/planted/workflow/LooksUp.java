package io.agentrunner.planted.workflow;

import io.agentrunner.planted.run.Dice;

/** Knows a package of a higher rank. */
public record LooksUp(Dice dice) {}
