package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.http.RequestJson;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /bulk}.
 *
 * @param asked the filter as JSON text
 * @param dryRun whether only to say what it would be for
 */
record BulkRequest(
        BulkAction action,
        BulkFilter filter,
        String asked,
        @Nullable String reason,
        boolean dryRun) {

    static BulkRequest of(RequestJson json) {
        var request =
                new BulkRequest(
                        action(json),
                        BulkFilter.of(json.part("filter")),
                        json.object("filter", Limits.METADATA),
                        json.text("reason", Limits.REASON_LENGTH),
                        json.flag("dryRun"));
        json.done();
        return request;
    }

    private static BulkAction action(RequestJson json) {
        var text = json.requiredText("action", 20);
        try {
            return text.isEmpty()
                    ? BulkAction.CANCEL
                    : QueryParameter.oneOf("action", text, BulkAction.class);
        } catch (Problem unknown) {
            json.reject("action", unknown.detail().substring("action ".length()));
            return BulkAction.CANCEL;
        }
    }
}
