package io.agentrunner.run;

/**
 * An event that the state of its run does not allow. Neither the decider nor the database makes
 * one.
 */
public final class IllegalTransition extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Run run;
    private final transient RunEvent event;

    public IllegalTransition(Run run, long seq, RunEvent event, String rule) {
        super(
                "run %s is %s at event %d; event %d cannot be %s: %s"
                        .formatted(run.id(), run.state(), run.seq(), seq, event, rule));
        this.run = run;
        this.event = event;
    }

    public Run run() {
        return run;
    }

    public RunEvent event() {
        return event;
    }
}
