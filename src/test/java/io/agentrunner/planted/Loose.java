package io.agentrunner.planted;

/** Lives where nothing may live. */
public final class Loose {}
