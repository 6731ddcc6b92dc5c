package io.agentrunner.engine;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepEvent;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says about its runs: each line carries run, step, attempt and transition as
 * fields.
 */
final class Log {

    private static final Logger LOG = Logger.getLogger("io.agentrunner.engine");

    private Log() {}

    /** Every transition at DEBUG; a run that ends unhappily at INFO. */
    static void transition(Run run, List<RunEvent> events) {
        boolean unhappy = run.state() == RunState.FAILED || run.state() == RunState.CANCELED;
        if (unhappy) {
            with(
                    run,
                    events,
                    () -> LOG.infof("%s ended %s: %s", run.workflow(), run.state(), run.message()));
        } else if (LOG.isDebugEnabled()) {
            with(run, events, () -> LOG.debugf("%s is %s", run.workflow(), run.state()));
        }
    }

    static void appendFailed(Run run, @Nullable Throwable failure) {
        if (LOG.isDebugEnabled()) {
            with(
                    run,
                    List.of(),
                    () -> LOG.debugf("the journal did not answer, trying again: %s", failure));
        }
    }

    static void mistake(Run run, Throwable mistake) {
        with(run, List.of(), () -> LOG.errorf(mistake, "a run's next move failed"));
    }

    static void failed(String what, Throwable failure) {
        LOG.errorf(failure, "%s failed", what);
    }

    static void postponed(String what, Throwable failure) {
        LOG.warnf("%s has to wait: %s", what, failure.getMessage());
    }

    static void databaseIsAway(String what, Throwable failure) {
        LOG.warnf(
                "the database does not answer (%s: %s); runs wait for it with what they have",
                what, failure.getMessage());
    }

    static void stillAway(String what, Throwable failure) {
        LOG.debugf("%s has to wait: %s", what, failure.getMessage());
    }

    static void databaseIsBack(Duration away) {
        LOG.infof("the database answers again, after %d ms", away.toMillis());
    }

    static void recovered(int runs, String from) {
        if (runs > 0) {
            LOG.infof("took over %d runs of %s", runs, from);
        }
    }

    static void fenced() {
        LOG.error(
                "this node has lost its lease; everything here is stopped until it has a new one");
    }

    private static void with(Run run, List<RunEvent> events, Runnable say) {
        var step =
                events.stream()
                        .filter(StepEvent.class::isInstance)
                        .map(StepEvent.class::cast)
                        .findFirst();
        MDC.put("run", run.id());
        MDC.put(
                "transition",
                String.join(
                        ",", events.stream().map(it -> it.getClass().getSimpleName()).toList()));
        step.ifPresent(it -> MDC.put("step", it.step().path()));
        step.ifPresent(it -> MDC.put("attempt", it.attempt()));
        try {
            say.run();
        } finally {
            List.of("run", "transition", "step", "attempt").forEach(MDC::remove);
        }
    }
}
