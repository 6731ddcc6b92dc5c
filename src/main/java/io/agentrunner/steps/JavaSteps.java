package io.agentrunner.steps;

/**
 * A CDI bean with methods that are steps; see {@link NamedStep}. Such beans are looked up by this
 * type, which also keeps the build from removing them as unused.
 */
public interface JavaSteps {}
