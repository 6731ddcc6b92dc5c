package io.agentrunner.runs;

import io.agentrunner.catalog.RequestBody;
import org.jspecify.annotations.Nullable;

/** What somebody may say about why: {@code {"reason": "…"}}, or nothing. */
final class StatedReason {

    private StatedReason() {}

    /**
     * The reason in the body of a request.
     *
     * @param type its content type
     */
    static @Nullable String of(byte @Nullable [] body, @Nullable String type) {
        var json = RequestBody.read(body, type);
        var reason = json.text("reason", Limits.REASON_LENGTH);
        json.done();
        return reason;
    }
}
