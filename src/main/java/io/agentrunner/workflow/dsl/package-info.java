/**
 * Workflows written in Java: a typed builder whose mistakes the compiler finds, and what it can't
 * see, the start of the server. Start reading at {@link
 * io.agentrunner.workflow.dsl.WorkflowDefinition}; the words of the language are in {@link
 * io.agentrunner.workflow.dsl.Dsl}.
 *
 * <p>A definition becomes the same {@link io.agentrunner.workflow.Workflow} as a blueprint does:
 * its steps are of type {@code java} and stand in it by name, and what they take are templates. So
 * everything that is checked, shown and recorded is one thing for both.
 */
@NullMarked
package io.agentrunner.workflow.dsl;

import org.jspecify.annotations.NullMarked;
