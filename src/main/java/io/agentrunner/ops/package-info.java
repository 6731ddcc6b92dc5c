/**
 * What an operator sees and what keeps a node going: start-up and shutdown, health, limits,
 * metrics. Start reading at {@link io.agentrunner.ops.StartUp}.
 */
@NullMarked
package io.agentrunner.ops;

import org.jspecify.annotations.NullMarked;
