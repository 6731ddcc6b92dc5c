package io.agentrunner.steps;

import org.jspecify.annotations.Nullable;

/** An attempt failed, under a code that retry policies and rules can match on. */
public final class StepFailed extends RuntimeException implements HasCode {

    private static final long serialVersionUID = 1;

    private final String code;
    private final transient @Nullable Object details;

    public StepFailed(String code, String message) {
        this(code, message, null);
    }

    /**
     * A failure with more to tell.
     *
     * @param message one sentence a person can act on
     * @param details becomes JSON
     */
    public StepFailed(String code, String message, @Nullable Object details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    @Override
    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public @Nullable Object details() {
        return details;
    }
}
