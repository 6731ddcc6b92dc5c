package io.agentrunner.artifacts;

import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;

/** The attempt that left something behind. */
public record Origin(RunId run, StepKey step, int attempt) {}
