package io.agentrunner.journal;

/** The database can't be reached at the moment; nothing was written. Worth trying again. */
public final class JournalUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public JournalUnavailable(String message) {
        super(message);
    }
}
