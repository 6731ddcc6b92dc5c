package io.agentrunner.catalog;

import java.util.List;

/** A workflow written in Java is none. The message has every mistake, with the place and remedy. */
public final class MalformedWorkflows extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedWorkflows(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
