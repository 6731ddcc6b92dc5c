/**
 * The examples in Java, beside the blueprints of the same names. A server has them when it shows
 * the examples; see {@code agent-runner.examples} in docs/configuration.md.
 */
@NullMarked
package io.agentrunner.examples;

import org.jspecify.annotations.NullMarked;
