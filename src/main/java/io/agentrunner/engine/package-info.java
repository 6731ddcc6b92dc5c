/**
 * Makes runs advance: one mailbox for each active run, ownership, admission, timers, recovery.
 * Start reading at {@link io.agentrunner.engine.Engine}; a kind of step is an {@link
 * io.agentrunner.engine.StepExecutor}.
 *
 * <p>Everything this package needs of the world (journal, clock, timers, executors, randomness)
 * arrives through constructors, so that the same classes run under simulated time.
 */
@NullMarked
package io.agentrunner.engine;

import org.jspecify.annotations.NullMarked;
