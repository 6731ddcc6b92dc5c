/**
 * What a workflow is: a timeline of steps with their limits, as immutable values, and the rules a
 * definition must keep. Start reading at {@link io.agentrunner.workflow.Workflow}.
 *
 * <p>Pure: the JDK alone. Templates, schemas and a step's own settings are JSON text here; who
 * evaluates them is no concern of this package.
 */
@NullMarked
package io.agentrunner.workflow;

import org.jspecify.annotations.NullMarked;
