package io.agentrunner.http;

/** How large the body of a request may be. */
public final class BodySize {

    /** In bytes. */
    public static final long LIMIT = 1024 * 1024;

    private BodySize() {}

    /** What to answer to a body, or a line of one, of that size. */
    public static Problem tooLarge(long actual) {
        return new Problem(
                        ProblemType.TOO_LARGE,
                        "A body may have %d bytes at most. Put large data where a step can fetch it."
                                .formatted(LIMIT))
                .with("limit", LIMIT)
                .with("actual", actual);
    }
}
