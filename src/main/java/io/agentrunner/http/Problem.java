package io.agentrunner.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that can't be answered as asked, on its way to becoming an RFC 9457 problem document.
 * Thrown by doors only.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProblemType type;
    private final transient Map<String, Object> facts = new LinkedHashMap<>();
    private transient Duration retryAfter = Duration.ofSeconds(2);

    /**
     * A problem of that type.
     *
     * @param detail says what to do
     */
    public Problem(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    /** One mistake among several in a request. */
    public record Mistake(
            @Nullable String path,
            @Nullable Integer line,
            @Nullable Integer column,
            String message) {

        public static Mistake at(String path, String message) {
            return new Mistake(path, null, null, message);
        }
    }

    /** Adds a member to the document: {@code from}, {@code allowed}, {@code limit}, … */
    public Problem with(String member, Object value) {
        facts.put(member, value);
        return this;
    }

    /** Says when a problem that passes by itself will have passed. */
    public Problem retryAfter(Duration time) {
        retryAfter = time;
        return this;
    }

    public Problem withErrors(List<Mistake> mistakes) {
        return with("errors", List.copyOf(mistakes));
    }

    public ProblemType type() {
        return type;
    }

    /** After what time it may have passed. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** In whole seconds, and never at once, since that is what made it. */
    String retryAfterSeconds() {
        return String.valueOf(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> facts() {
        return Map.copyOf(facts);
    }
}
