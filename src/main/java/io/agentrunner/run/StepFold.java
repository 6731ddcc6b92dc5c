package io.agentrunner.run;

import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.SideEffectRecorded;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.workflow.StepPath;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What each event of a step makes of the run, and when it may come. */
final class StepFold {

    private final Run run;
    private final long seq;
    private final StepEvent event;

    private StepFold(Run run, long seq, StepEvent event) {
        this.run = run;
        this.seq = seq;
        this.event = event;
    }

    static Run evolve(Run run, long seq, StepEvent event) {
        return new StepFold(run, seq, event).evolve();
    }

    private Run evolve() {
        return switch (event) {
            case StepStarted started -> started(started);
            case StepCompleted done -> completed(done);
            case StepFailed failed -> ended(failed(failed));
            case StepRetryScheduled retry -> to(retryScheduled(retry));
            case StepTimedOut timedOut -> to(timedOut(timedOut));
            case StepWaiting waiting -> to(waiting(waiting));
            case StepResumed _ -> resumed();
            case StepCanceled canceled -> ended(canceled(canceled));
            case SideEffectRecorded recorded -> to(running().with(recorded.effect()));
            case ArtifactCreated _ -> to(running());
        };
    }

    private Run started(StepStarted started) {
        require(run.state() == RunState.RUNNING, "a step starts in a running run");
        require(!run.isCancelRequested(), "the run is to be canceled");
        requireNothingHolds();
        var attempt =
                Attempt.started(started.attempt(), started.node(), started.code(), started.at());
        var before = run.steps().find(started.step());
        if (before.isEmpty()) {
            require(started.attempt() == 1, "the first attempt is 1");
            return begun(StepRun.started(started.step(), started.type(), attempt));
        }
        require(mayTryAgain(before.get()), "the step does not wait for another attempt");
        require(
                started.attempt() == before.get().attempt().number() + 1,
                "attempts are numbered without gaps");
        return to(before.get().nextAttempt(attempt)).stepped();
    }

    private Run begun(StepRun step) {
        var parent = StepPath.parent(step.key().path());
        if (parent.isEmpty()) {
            requireTurn(step.key());
            return to(step).with(run.route().to(null)).stepped();
        }
        var around = run.steps().find(new StepKey(parent.get(), step.key().iteration()));
        require(
                around.filter(StepRun::waitsForSteps).isPresent(),
                "the step around it does not wait for it");
        return around(to(step), step, Awaited.Branches::began).stepped();
    }

    private static boolean mayTryAgain(StepRun step) {
        return step.waitsForRetry()
                || (step.state() == StepState.RUNNING && step.attempt().isLost());
    }

    /** It is the one that is due, and its iterations are numbered without gaps. */
    private void requireTurn(StepKey key) {
        var next = run.route().next();
        require(next == null || next.equals(key.path()), next + " comes next");
        require(!run.route().isDeadEnd(), "no step comes next");
        int before = run.steps().iterations(key.path());
        require(key.iteration() == before + 1, "the iteration is " + (before + 1));
    }

    private Run completed(StepCompleted done) {
        var step = running();
        require(
                !(step.awaited() instanceof Awaited.Branches inside) || inside.open() == 0,
                "a step inside it has not ended");
        return ended(step.completed(done.result(), event.at()));
    }

    private StepRun failed(StepFailed failed) {
        require(!failed.reason().isForWaiting(), failed.reason() + " is no reason to end");
        return activeAlone()
                .endedBadly(
                        StepState.FAILED,
                        failed.reason(),
                        failed.failure().message(),
                        failed.failure(),
                        event.at());
    }

    private StepRun retryScheduled(StepRetryScheduled retry) {
        var step = active();
        var attempt = step.attempt();
        require(mayBeFollowed(step), "the attempt does not run");
        var last =
                attempt.state().isActive()
                        ? attempt.ended(StepState.FAILED, retry.failure(), event.at())
                        : attempt;
        var why = retry.next() == null ? Reason.RETRIES_EXHAUSTED : Reason.RETRY;
        return step.waiting(why, retry.failure().message(), retry.next(), last);
    }

    private StepRun timedOut(StepTimedOut timedOut) {
        require(!timedOut.reason().isForWaiting(), timedOut.reason() + " is no limit");
        var step = active();
        return step.waitsForSteps() && step.awaited() instanceof Awaited.Branches inside
                ? step.awaiting(inside.outOfTime(timedOut.reason()))
                : step;
    }

    private StepRun waiting(StepWaiting waiting) {
        require(
                waiting.reason().isForAttempts(),
                waiting.reason() + " is nothing an attempt waits for");
        var step = running();
        var waits =
                step.waiting(
                        waiting.reason(),
                        waiting.message(),
                        waiting.until(),
                        step.attempt().waiting());
        if (waiting.signal() != null) {
            return waits.awaiting(new Awaited.Signal(waiting.signal(), null));
        }
        if (waiting.items() != null) {
            return waits.awaiting(new Awaited.Branches(waiting.items(), 0, 0, null, null));
        }
        return waits.awaiting(isSaidBefore(waiting.reason()) ? step.awaited() : null);
    }

    /** Whether an event just before this one says what is waited for. */
    private static boolean isSaidBefore(Reason reason) {
        return reason == Reason.APPROVAL || reason == Reason.CHILD;
    }

    private Run resumed() {
        var step = active();
        require(step.attempt().state() == StepState.WAITING, "the attempt does not wait");
        require(run.state() == RunState.RUNNING, "a step is resumed in a running run");
        var goesOn = step.running(step.attempt().resumed(event.at()));
        return switch (step.awaited()) {
            case Awaited.Branches inside -> {
                require(inside.open() == 0, "a step inside it has not ended");
                yield to(goesOn);
            }
            case Awaited.Signal(var name, _) -> {
                requireNothingHolds();
                var data = run.signal(name).map(Signal::data).orElse(null);
                yield to(goesOn.awaiting(new Awaited.Signal(name, data))).taken(name).stepped();
            }
            case Awaited.Approval _, Awaited.Child _ -> goesOnUnheld(goesOn);
            case null -> goesOnUnheld(goesOn);
        };
    }

    private Run goesOnUnheld(StepRun step) {
        requireNothingHolds();
        return to(step).stepped();
    }

    private StepRun canceled(StepCanceled canceled) {
        require(!canceled.reason().isForWaiting(), canceled.reason() + " is no reason to end");
        return activeAlone()
                .endedBadly(
                        StepState.CANCELED,
                        canceled.reason(),
                        canceled.message(),
                        null,
                        event.at());
    }

    private StepRun running() {
        var step = active();
        require(step.isRunning(event.attempt()), "the attempt does not run");
        return step;
    }

    /**
     * It runs, or went down with its node; or a person grants another, or waiting for a run took
     * too long.
     */
    private static boolean mayBeFollowed(StepRun step) {
        boolean waits = step.attempt().state() == StepState.WAITING;
        return step.state() == StepState.RUNNING
                || step.reason() == Reason.RETRIES_EXHAUSTED
                || (waits && step.awaited() instanceof Awaited.Child);
    }

    /** A step doesn't end before those inside it. */
    private StepRun activeAlone() {
        var step = active();
        require(
                !(step.awaited() instanceof Awaited.Branches inside) || inside.open() == 0,
                "a step inside it has not ended");
        return step;
    }

    private StepRun active() {
        var step = run.steps().find(event.step());
        require(step.isPresent(), "the step was not started");
        require(step.get().state().isActive(), "the step has ended");
        require(
                step.get().attempt().number() == event.attempt(),
                "the latest attempt is " + step.get().attempt().number());
        return step.get();
    }

    private void requireNothingHolds() {
        require(!run.control().holds(), "the run is paused");
    }

    private Run to(StepRun step) {
        return run.with(seq, event.at(), run.steps().with(step));
    }

    private Run ended(StepRun step) {
        return around(to(step), step, inside -> inside.ended(step));
    }

    /** What that makes of the step around it, if there is one. */
    private Run around(Run after, StepRun step, UnaryOperator<Awaited.Branches> change) {
        return StepPath.parent(step.key().path())
                .flatMap(path -> run.steps().find(new StepKey(path, step.key().iteration())))
                .filter(it -> it.awaited() instanceof Awaited.Branches)
                .map(
                        it ->
                                it.awaiting(
                                        change.apply(
                                                (Awaited.Branches)
                                                        Objects.requireNonNull(it.awaited()))))
                .map(it -> after.with(seq, event.at(), after.steps().with(it)))
                .orElse(after);
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalTransition(run, seq, event, rule);
        }
    }
}
