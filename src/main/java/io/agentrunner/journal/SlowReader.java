package io.agentrunner.journal;

/** A subscriber took less than was sent, and was let go before it cost memory. */
public final class SlowReader extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SlowReader(int unread) {
        super(
                "disconnected with %d events unread; go on after the last one".formatted(unread),
                null,
                false,
                false);
    }
}
