/**
 * The kinds of step that this process executes itself: {@code set}, {@code sleep}, {@code http},
 * {@code shell}, {@code java}, {@code approval}, {@code signal}, {@code parallel}, {@code forEach},
 * {@code run}, one file each. Start reading at {@link io.agentrunner.steps.SetStep}, then {@link
 * io.agentrunner.steps.ShellStep}; one that waits is {@link io.agentrunner.steps.ApprovalStep}.
 *
 * <p>Whatever comes back from a step is masked here before anybody else sees it. A shell step's
 * processes are one {@link io.agentrunner.steps.ProcessTree}: they end together, and with the
 * attempt.
 */
@NullMarked
package io.agentrunner.steps;

import org.jspecify.annotations.NullMarked;
