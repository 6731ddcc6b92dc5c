package io.agentrunner.catalog;

import io.agentrunner.workflow.Workflow;
import java.time.Instant;

/**
 * A published version among the others of its workflow.
 *
 * @param publishedAt when it last became the current one
 * @param current new runs get this one
 */
public record Edition(Published published, Instant publishedAt, boolean current) {

    public Workflow workflow() {
        return published.workflow();
    }
}
