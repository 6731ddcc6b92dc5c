/**
 * How fast, how small and how steady agent-runner is, measured beside what PostgreSQL allows. Start
 * reading at {@link io.agentrunner.bench.Bench}.
 */
@NullMarked
package io.agentrunner.bench;

import org.jspecify.annotations.NullMarked;
