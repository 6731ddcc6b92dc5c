/**
 * What a run is, what can happen to it, what may be asked of it, and the rules. Start reading at
 * {@link io.agentrunner.run.RunEvent} (what happens), {@link io.agentrunner.run.Run} (the fold over
 * it) and {@link io.agentrunner.run.RunDecider} (what follows from a command).
 *
 * <p>Pure: values in, values out. Nothing here reads a clock, rolls dice or does I/O; time,
 * randomness and ids arrive as arguments. Payloads are JSON text.
 */
@NullMarked
package io.agentrunner.run;

import org.jspecify.annotations.NullMarked;
