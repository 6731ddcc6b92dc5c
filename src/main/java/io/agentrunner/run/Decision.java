package io.agentrunner.run;

import java.util.List;

/** The answer to a command: what to append, or the rule it would break. Neither is an exception. */
public sealed interface Decision {

    Decision NOTHING_TO_DO = new Accepted(List.of());

    /** These become true together. */
    record Accepted(List<RunEvent> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * Nothing happens.
     *
     * @param detail one sentence for people
     */
    record Rejected(Rule rule, String detail) implements Decision {}
}
