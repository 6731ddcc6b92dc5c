package io.agentrunner.workflow.dsl;

import org.jspecify.annotations.Nullable;

/**
 * The error of a step that has failed for good, as a rule sees it.
 *
 * @param code what it is known by: {@code CARD_DECLINED}
 * @param message for people
 * @param details as JSON becomes them: maps, lists, texts, numbers
 */
public record Failed(String code, String message, @Nullable Object details) {}
