package io.agentrunner.cli;

/** The program can't do what was asked; the message says why and what to do, for people. */
final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1;

    CannotStart(String message) {
        super(message);
    }
}
