package io.agentrunner.dashboard;

/**
 * Something else that a run has to do with.
 *
 * @param word what it is to the run
 */
public record Link(String word, String text, String url) {}
