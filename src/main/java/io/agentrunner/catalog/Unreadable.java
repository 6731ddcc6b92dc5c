package io.agentrunner.catalog;

import io.agentrunner.http.Problem.Mistake;
import java.util.List;

/** A document is no YAML or JSON that could be looked at further. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    Unreadable(List<Mistake> mistakes) {
        super(mistakes.getFirst().message());
        this.mistakes = List.copyOf(mistakes);
    }

    static Unreadable at(int line, int column, String message) {
        return new Unreadable(List.of(new Mistake("", line, column, message)));
    }

    List<Mistake> mistakes() {
        return mistakes;
    }
}
