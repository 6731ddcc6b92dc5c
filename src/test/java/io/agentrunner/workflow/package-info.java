/**
 * What a workflow promises: look-ups along its timeline and the arithmetic of its retry policies.
 */
@NullMarked
package io.agentrunner.workflow;

import org.jspecify.annotations.NullMarked;
