package io.agentrunner.workflow;

import org.jspecify.annotations.Nullable;

/**
 * How many runs of a workflow may be under way at a time; further ones stay queued.
 *
 * @param key a template over the inputs as JSON text: the limit holds for each of its values by
 *     itself; null for one limit in all
 */
public record Concurrency(int max, @Nullable String key) {}
