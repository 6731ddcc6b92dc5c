package io.agentrunner.steps;

import io.agentrunner.engine.LiveOutput;
import io.agentrunner.engine.StopSignal;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;

/**
 * What a step written in Java may want to know of the attempt it makes.
 *
 * @param idempotencyKey the same for every attempt, so that a service called twice can tell
 * @param stop is given when the attempt has to end; its thread is interrupted, too
 * @param output shows lines at once
 */
public record StepContext(
        RunId run,
        StepKey step,
        int attempt,
        String idempotencyKey,
        StopSignal stop,
        LiveOutput output) {}
