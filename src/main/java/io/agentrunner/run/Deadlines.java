package io.agentrunner.run;

import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When something will happen to a run if nothing else does. */
public final class Deadlines {

    private Deadlines() {}

    /**
     * A moment at which a limit is reached or a wait is over.
     *
     * @param reason the limit, or why the step waits
     * @param step whose it is, null for the run's own
     */
    public record Deadline(Instant at, Reason reason, @Nullable StepKey step, int attempt) {}

    /** The earliest deadline of the run; empty when it has none or has ended. */
    public static Optional<Deadline> next(Workflow workflow, Run run) {
        return all(workflow, run).stream().min(Comparator.comparing(Deadline::at));
    }

    /** Every deadline of a run, in no order. */
    public static List<Deadline> all(Workflow workflow, Run run) {
        if (run.state().isTerminal()) {
            return List.of();
        }
        var all = new ArrayList<Deadline>();
        if (!isStopping(run)) {
            ofRun(workflow, run)
                    .ifPresent(at -> all.add(new Deadline(at, Reason.RUN_TIMEOUT, null, 0)));
        }
        for (var step : run.steps().active()) {
            if (step.state() == StepState.RUNNING || mayGoOn(workflow, run, step)) {
                of(workflow.step(step.key().path()).orElseThrow(), step).forEach(all::add);
            }
        }
        return all;
    }

    /** It waits for nothing but the end of what runs. */
    private static boolean isStopping(Run run) {
        return run.isCancelRequested() && run.steps().running() > 0;
    }

    private static boolean mayGoOn(Workflow workflow, Run run, StepRun waiting) {
        return !isStopping(run)
                && !run.control().holds()
                && !Stopping.isEnding(workflow, waiting)
                && !Stopping.isInsideOneThatEnds(workflow, run, waiting.key());
    }

    /** When the run has taken as long as it may. */
    public static Optional<Instant> ofRun(Workflow workflow, Run run) {
        var timeout = runTimeout(workflow, run);
        var startedAt = run.startedAt();
        return timeout == null || startedAt == null
                ? Optional.empty()
                : Optional.of(startedAt.plus(timeout));
    }

    /** When all attempts of the step together have taken as long as they may. */
    static Optional<Instant> ofStep(Step definition, StepRun step) {
        return Optional.ofNullable(definition.totalTimeout()).map(step.startedAt()::plus);
    }

    static @Nullable Duration runTimeout(Workflow workflow, Run run) {
        var own = run.created().timeout();
        return own != null ? own : workflow.timeout();
    }

    /**
     * When the attempt under way has taken as long as it may; of waits only that for runs counts.
     */
    static Optional<Instant> ofAttempt(Step definition, StepRun step) {
        var attempt = step.attempt();
        if (step.state() == StepState.RUNNING) {
            return Optional.of(attempt.runningSince().plus(definition.timeout()));
        }
        boolean counts =
                switch (step.awaited()) {
                    case Awaited.Child _ -> true;
                    case Awaited.Branches(_, _, _, _, var limit) -> limit == null;
                    case Awaited.Approval _, Awaited.Signal _ -> false;
                    case null -> false;
                };
        return counts && attempt.state() == StepState.WAITING
                ? Optional.of(attempt.startedAt().plus(definition.timeout()))
                : Optional.empty();
    }

    private static Stream<Deadline> of(Step definition, StepRun step) {
        return Stream.of(
                        ofStep(definition, step).map(at -> deadline(at, Reason.STEP_TIMEOUT, step)),
                        ofAttempt(definition, step)
                                .map(at -> deadline(at, Reason.ATTEMPT_TIMEOUT, step)),
                        wakeUp(step))
                .flatMap(Optional::stream);
    }

    private static Deadline deadline(Instant at, Reason reason, StepRun step) {
        return new Deadline(at, reason, step.key(), step.attempt().number());
    }

    private static Optional<Deadline> wakeUp(StepRun step) {
        var reason = step.reason();
        return reason == null
                ? Optional.empty()
                : Optional.ofNullable(step.wakeAt()).map(at -> deadline(at, reason, step));
    }
}
