package io.agentrunner.planted.run;

import io.agentrunner.planted.attic.Stray;
import io.agentrunner.planted.http.LooksSideways;

/** Knows a package that is on no map, and one of a lower rank that is not for the core. */
public record LooksAway(Stray stray, LooksSideways door) {}
