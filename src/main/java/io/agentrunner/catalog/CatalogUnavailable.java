package io.agentrunner.catalog;

/** The database that keeps the workflows does not answer; what is in memory is still there. */
public final class CatalogUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    CatalogUnavailable(Throwable cause) {
        super("The database of workflows does not answer", cause);
    }
}
