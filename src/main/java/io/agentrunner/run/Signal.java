package io.agentrunner.run;

/**
 * Something said to a run from outside that no step has taken yet.
 *
 * @param data JSON text
 */
public record Signal(String name, String data) {}
