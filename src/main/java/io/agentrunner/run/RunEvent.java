package io.agentrunner.run;

import java.time.Instant;

/**
 * Something that happened to a run. A run is the list of these; everything else is a fold over it.
 */
public sealed interface RunEvent permits Lifecycle, StepEvent, WaitEvent, FlowEvent {
    Instant at();
}
