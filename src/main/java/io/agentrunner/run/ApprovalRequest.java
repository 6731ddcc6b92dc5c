package io.agentrunner.run;

import org.jspecify.annotations.Nullable;

/**
 * What a person is asked to decide.
 *
 * @param title one line: what is to be decided
 * @param kind by which a client knows how to show it
 * @param data JSON text: what the decider should see
 * @param form JSON Schema that the decision's data must satisfy, as JSON text
 * @param rejectsInTime whether no decision in time is a rejection; else it is a failure
 */
public record ApprovalRequest(
        String title,
        @Nullable String kind,
        @Nullable String data,
        @Nullable String form,
        boolean rejectsInTime) {}
