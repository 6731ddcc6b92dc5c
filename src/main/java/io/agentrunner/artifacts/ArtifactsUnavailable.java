package io.agentrunner.artifacts;

/** The metadata of artifacts can't be reached at the moment; the same call may work later. */
public final class ArtifactsUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    ArtifactsUnavailable(Throwable cause) {
        super("the database does not answer: " + cause.getMessage(), cause);
    }
}
