package io.agentrunner.catalog;

import io.agentrunner.http.Problem.Mistake;
import java.util.ArrayList;
import java.util.List;

/** What the checks of one document find: mistakes, and what can be done and is hardly meant. */
final class Findings {

    private final Source source;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> warnings = new ArrayList<>();

    Findings(Source source) {
        this.source = source;
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    List<Mistake> warnings() {
        return warnings;
    }

    /** The value there is wrong. */
    void refuse(String pointer, String message) {
        mistakes.add(source.at(pointer, message));
    }

    /** The name there is wrong. */
    void refuseName(String pointer, String message) {
        mistakes.add(source.atKey(pointer, message));
    }

    void doubt(String pointer, String message) {
        warnings.add(source.at(pointer, message));
    }

    /** Does what fails with a message for the value there, if it fails. */
    void refuseWhatFails(String pointer, Runnable work) {
        try {
            work.run();
        } catch (TemplateFailed failed) {
            refuse(pointer, String.valueOf(failed.getMessage()));
        }
    }
}
