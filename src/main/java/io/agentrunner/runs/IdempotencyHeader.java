package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.RunId;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key}: a client's own name for its request. */
final class IdempotencyHeader {

    static final String NAME = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyHeader() {}

    /** As it was sent: one that is empty is not the same as none. */
    static @Nullable String value(HttpHeaders headers) {
        return value(headers.getRequestHeader(NAME));
    }

    static @Nullable String value(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? null : String.join(", ", values);
    }

    /** The key, null where the client has none. */
    static @Nullable IdempotencyKey key(String use, @Nullable String header, byte[] body) {
        if (header == null) {
            return null;
        }
        if (!KEY.matcher(header).matches()) {
            throw new Problem(
                    ProblemType.MALFORMED,
                    NAME + " must have 1 to 255 visible ASCII characters, such as a UUID.");
        }
        return IdempotencyKey.of(use, header, body);
    }

    static Problem reused(RunId run) {
        return reusedFor("which made run " + run);
    }

    /**
     * The answer to a key that another request has.
     *
     * @param which says more of that one
     */
    static Problem reusedFor(String which) {
        return RequestJson.invalid(
                List.of(
                        Mistake.at(
                                NAME,
                                "was used for another request, " + which + "; take a new key")));
    }
}
