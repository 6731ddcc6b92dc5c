/** Tests of what a workflow is. */
@NullMarked
package io.agentrunner.workflow;

import org.jspecify.annotations.NullMarked;
