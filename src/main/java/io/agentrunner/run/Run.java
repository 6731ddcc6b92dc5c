package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.StepPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one run, folded.
 *
 * @param created how it began: its workflow, inputs, tags and the rest that never changes
 * @param standing its state, and why
 * @param control what people want of it
 * @param signals what was said to it and no step has taken yet, oldest first
 * @param route how it goes through its timeline
 * @param seq number of the last event folded in
 */
public record Run(
        RunId id,
        RunCreated created,
        Standing standing,
        Control control,
        List<Signal> signals,
        Route route,
        long seq,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        Steps steps) {

    /**
     * Where a run stands.
     *
     * @param reason why it waits or ended without success
     * @param wakeAt when its wait is over, where that is known
     * @param result JSON text, once it is COMPLETED
     */
    record Standing(
            RunState state,
            @Nullable Reason reason,
            @Nullable String message,
            @Nullable Instant wakeAt,
            @Nullable String result) {

        static final Standing RUNNING = new Standing(RunState.RUNNING, null, null, null, null);

        static Standing queued(RunCreated created, Instant now) {
            var startAt = created.startAt();
            return startAt != null && startAt.isAfter(now)
                    ? new Standing(
                            RunState.QUEUED, Reason.START_AT, "starts at " + startAt, startAt, null)
                    : new Standing(RunState.QUEUED, null, null, null, null);
        }

        static Standing waiting(Reason reason, String message, @Nullable Instant until) {
            return new Standing(RunState.WAITING, reason, message, until, null);
        }
    }

    /** A run after its first event. */
    public static Run created(RunId id, RunCreated event) {
        return new Run(
                id,
                event,
                Standing.queued(event, event.at()),
                Control.NONE,
                List.of(),
                Route.STRAIGHT,
                1,
                null,
                null,
                event.at(),
                Steps.NONE);
    }

    /**
     * The run that those events tell of, from event 1 on.
     *
     * @throws IllegalTransition when they are no history of a run
     */
    public static Run fold(RunId id, List<RunEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof RunCreated first)) {
            throw new IllegalArgumentException("a history begins with run.created: " + id);
        }
        return created(id, first).evolve(2, events.subList(1, events.size()));
    }

    /** The run after those events, the first of which has that seq. */
    public Run evolve(long first, List<RunEvent> events) {
        var run = this;
        for (int i = 0; i < events.size(); i++) {
            run = run.evolve(first + i, events.get(i));
        }
        return run;
    }

    /**
     * The run after one more event. A seq already seen changes nothing.
     *
     * @throws IllegalTransition for a gap, for anything after the end, for anything the state does
     *     not allow
     */
    public Run evolve(long seq, RunEvent event) {
        if (seq <= this.seq) {
            return this;
        }
        if (seq != this.seq + 1) {
            throw new IllegalTransition(this, seq, event, "events are numbered without gaps");
        }
        if (state().isTerminal()) {
            throw new IllegalTransition(this, seq, event, "the run has ended");
        }
        return switch (event) {
            case Lifecycle lifecycle -> LifecycleFold.evolve(this, seq, lifecycle);
            case StepEvent step -> StepFold.evolve(this, seq, step);
            case WaitEvent wait -> WaitFold.evolve(this, seq, wait);
            case FlowEvent flow -> FlowFold.evolve(this, seq, flow);
        };
    }

    public String workflow() {
        return created.workflow();
    }

    public String version() {
        return created.version();
    }

    public RunState state() {
        return standing.state();
    }

    /** Why it waits or ended without success. */
    public @Nullable Reason reason() {
        return standing.reason();
    }

    public @Nullable String message() {
        return standing.message();
    }

    /** When its wait is over, where that is known. */
    public @Nullable Instant wakeAt() {
        return standing.wakeAt();
    }

    /** JSON text, once it is COMPLETED. */
    public @Nullable String result() {
        return standing.result();
    }

    /** The wish to end it, from then on. */
    public @Nullable RunCancelRequested cancel() {
        return control.cancel();
    }

    public boolean isCancelRequested() {
        return control.cancel() != null;
    }

    /** The wish that nothing new starts, as long as it holds. */
    public @Nullable RunPaused pause() {
        return control.pause();
    }

    public boolean isPaused() {
        return control.pause() != null;
    }

    /**
     * What later steps see of that one: JSON text once it has succeeded, and until it is dropped.
     */
    public Optional<String> result(String name) {
        return steps.latest(name)
                .filter(step -> step.state() == StepState.COMPLETED && !step.dropped())
                .map(StepRun::result);
    }

    /** How often that rule has decided what follows a step; rules are numbered from 1. */
    public int turns(Turn turn, String step, int rule) {
        return route.taken(new Route.Rule(turn, step, rule));
    }

    /** The step of the timeline that was begun last. */
    public Optional<StepRun> lastOfTimeline() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            var step = steps.get(i);
            if (StepPath.isTopLevel(step.key().path()) && step.state() != StepState.SKIPPED) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    Run with(Route newRoute) {
        return new Run(
                id, created, standing, control, signals, newRoute, seq, startedAt, endedAt,
                updatedAt, steps);
    }

    Run with(long newSeq, Instant at, Steps newSteps) {
        return new Run(
                id, created, standing, control, signals, route, newSeq, startedAt, endedAt, at,
                newSteps);
    }

    Run with(long newSeq, Instant at, Standing newStanding, Control newControl) {
        return new Run(
                id,
                created,
                newStanding,
                newControl,
                signals,
                route,
                newSeq,
                startedAt,
                endedAt,
                at,
                steps);
    }

    Run with(long newSeq, Instant at, List<Signal> newSignals) {
        return new Run(
                id,
                created,
                standing,
                control,
                List.copyOf(newSignals),
                route,
                newSeq,
                startedAt,
                endedAt,
                at,
                steps);
    }

    /** The oldest signal of that name that no step has taken. */
    Optional<Signal> signal(String name) {
        return signals.stream().filter(signal -> signal.name().equals(name)).findFirst();
    }

    /** Without the oldest signal of that name. */
    Run taken(String name) {
        var left = new ArrayList<>(signals);
        signal(name).ifPresent(left::remove);
        return with(seq, updatedAt, left);
    }

    /** Something has started; what may in a paused run is used up. */
    Run stepped() {
        return control.mayStep() ? with(seq, updatedAt, standing, control.mayStep(false)) : this;
    }

    Run started(long newSeq, Instant at) {
        return new Run(
                id,
                created,
                Standing.RUNNING,
                control,
                signals,
                route,
                newSeq,
                at,
                null,
                at,
                steps);
    }

    Run ended(long newSeq, Instant at, Standing end) {
        return new Run(id, created, end, control, signals, route, newSeq, startedAt, at, at, steps);
    }
}
