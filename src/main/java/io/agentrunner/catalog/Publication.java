package io.agentrunner.catalog;

/**
 * What came of publishing.
 *
 * @param isNew this content was never published before
 */
public record Publication(Edition edition, boolean isNew) {}
