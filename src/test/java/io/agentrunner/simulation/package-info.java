/**
 * Whole clusters under virtual time: the shipped engine on a journal, a clock and executors that a
 * seed alone decides. One seed is one history, the same each time. Start reading at {@code
 * History}.
 */
@NullMarked
package io.agentrunner.simulation;

import org.jspecify.annotations.NullMarked;
