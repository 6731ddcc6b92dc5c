package io.agentrunner.run;

/**
 * Something an attempt did in the world that no later attempt does again.
 *
 * @param name as the step calls it
 * @param value JSON text: what came of it
 */
public record Effect(String name, String value) {}
