package io.agentrunner.workflow.dsl;

import org.jspecify.annotations.Nullable;

/**
 * What came of one item of {@link Builder#tryEach}.
 *
 * @param value what the step gave; null where it failed
 * @param error why it failed; null where it didn't
 */
public record Tried<R extends @Nullable Object>(@Nullable R value, @Nullable Failed error) {}
