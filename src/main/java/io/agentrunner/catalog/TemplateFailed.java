package io.agentrunner.catalog;

/** A template could not be evaluated; the message names the expression and what is wrong. */
public final class TemplateFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TemplateFailed(String message) {
        super(message);
    }
}
