package io.agentrunner.runs;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Published;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import io.agentrunner.journal.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /runs}, checked as far as that goes without the workflow.
 *
 * @param inputs JSON object as text
 * @param metadata JSON object as text
 */
record Start(
        String workflow,
        @Nullable String version,
        String inputs,
        List<String> tags,
        String metadata,
        int priority,
        @Nullable Instant startAt,
        @Nullable Duration timeout,
        @Nullable String correlationId) {

    private static final Instant FAR_FUTURE = Instant.parse("3000-01-01T00:00:00Z");

    static Start of(RequestJson json) {
        var start =
                new Start(
                        json.requiredText("workflow", 200),
                        json.text("version", 200),
                        json.object("inputs", Limits.PAYLOAD),
                        json.texts("tags", Limits.TAGS, Limits.TAG_LENGTH),
                        json.object("metadata", Limits.METADATA),
                        json.integer("priority", 0),
                        json.instant("startAt"),
                        json.duration("timeout", Limits.TIMEOUT),
                        json.text("correlationId", Limits.CORRELATION_ID));
        var startAt = start.startAt();
        if (startAt != null && startAt.isAfter(FAR_FUTURE)) {
            json.reject("startAt", "must be before " + FAR_FUTURE);
        }
        json.done();
        return start;
    }

    /** What to ask of the engine; refused where the workflow takes no such run. */
    StartRequest with(Published published, InputSchema schema, @Nullable IdempotencyKey key) {
        if (published.archived()) {
            throw new Problem(
                            ProblemType.CONFLICT,
                            "Workflow %s is archived and takes no new runs. Activate it first."
                                    .formatted(workflow))
                    .with("from", "ARCHIVED")
                    .with("allowed", List.of("ACTIVE"));
        }
        var checked = schema.check(published.workflow().inputsSchema(), inputs);
        if (!checked.mistakes().isEmpty()) {
            throw RequestJson.invalidIn("inputs", checked.mistakes());
        }
        return new StartRequest(
                published,
                checked.inputs(),
                tags,
                metadata,
                priority,
                correlationId,
                startAt,
                timeout,
                key);
    }
}
