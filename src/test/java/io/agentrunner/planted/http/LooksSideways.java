package io.agentrunner.planted.http;

import io.agentrunner.planted.workflow.LooksUp;

/** Knows a package of its own rank, if only as an array. */
public final class LooksSideways {
    private final LooksUp[] sideways = {};

    public int count() {
        return sideways.length;
    }
}
