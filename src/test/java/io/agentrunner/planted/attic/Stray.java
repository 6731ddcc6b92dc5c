package io.agentrunner.planted.attic;

/** Lives in a package without a rank. */
public final class Stray {}
