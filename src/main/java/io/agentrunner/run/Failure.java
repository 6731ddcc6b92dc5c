package io.agentrunner.run;

import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param code what a retry policy or a rule matches on: {@code TIMEOUT}, {@code EXIT_1}, …
 * @param message one sentence a person can act on
 * @param details more of it as JSON text
 * @param stackTrace where in the code, for failures of code
 */
public record Failure(
        String code, String message, @Nullable String details, @Nullable String stackTrace) {

    /** The node died and the attempt with it. */
    public static final String NODE_LOST = "NODE_LOST";

    /** The node was shut down and gave the attempt back. */
    public static final String NODE_STOPPED = "NODE_STOPPED";

    public static Failure of(String code, String message) {
        return new Failure(code, message, null, null);
    }
}
