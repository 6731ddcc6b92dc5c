package io.agentrunner.run;

import static io.agentrunner.run.RunState.CANCELED;
import static io.agentrunner.run.RunState.COMPLETED;
import static io.agentrunner.run.RunState.FAILED;
import static io.agentrunner.run.RunState.QUEUED;
import static io.agentrunner.run.RunState.RUNNING;
import static io.agentrunner.run.RunState.WAITING;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.Run.Standing;

/** What each event of a run's life makes of the run, and when it may come. */
final class LifecycleFold {

    private final Run run;
    private final long seq;
    private final Lifecycle event;

    private LifecycleFold(Run run, long seq, Lifecycle event) {
        this.run = run;
        this.seq = seq;
        this.event = event;
    }

    static Run evolve(Run run, long seq, Lifecycle event) {
        return new LifecycleFold(run, seq, event).evolve();
    }

    private Run evolve() {
        return switch (event) {
            case RunCreated _ -> throw refused("only event 1 creates the run");
            case RunForked forked -> forked(forked);
            case RunStarted _ -> started();
            case RunWaiting waiting -> waiting(waiting);
            case RunPaused pause -> paused(pause);
            case RunStepRequested _ -> stepRequested();
            case RunResumed _ -> resumed();
            case RunCompleted completed -> completed(completed);
            case RunFailed failed -> endedBadly(FAILED, failed.reason(), failed.message());
            case RunCancelRequested request -> cancelRequested(request);
            case RunCanceled canceled ->
                    endedBadly(CANCELED, canceled.reason(), canceled.message());
            case RunTimedOut _ -> timedOut();
            case RunRecovered _ -> recovered();
        };
    }

    private Run forked(RunForked forked) {
        require(run.seq() == 1, "a run begins with what it has of another");
        var steps = run.steps();
        for (var step : forked.steps()) {
            steps = steps.with(StepRun.reused(step));
        }
        return run.with(seq, event.at(), steps).with(run.route().to(forked.next()));
    }

    private Run started() {
        require(run.state() == QUEUED, "only a queued run starts");
        require(!run.isPaused(), "the run is paused");
        return run.started(seq, event.at());
    }

    private Run waiting(RunWaiting waiting) {
        require(run.state() != QUEUED, "a run waits once it was started");
        require(run.steps().running() == 0, "a step runs");
        require(waiting.reason().isForWaiting(), waiting.reason() + " is no reason to wait");
        require(
                !run.isPaused() || waiting.reason() == Reason.PAUSED,
                "a paused run waits for nothing else");
        require(run.isPaused() || waiting.reason() != Reason.PAUSED, "the run is not paused");
        return to(
                Standing.waiting(waiting.reason(), waiting.message(), waiting.until()),
                run.control().mayStep(false));
    }

    private Run paused(RunPaused pause) {
        require(!run.isPaused(), "the run is paused");
        require(!run.isCancelRequested(), "the run is to be canceled");
        var message = message(pause);
        var standing =
                switch (run.state()) {
                    case QUEUED -> new Standing(QUEUED, Reason.PAUSED, message, null, null);
                    case WAITING -> Standing.waiting(Reason.PAUSED, message, null);
                    case RUNNING, COMPLETED, FAILED, CANCELED -> run.standing();
                };
        return to(standing, run.control().paused(pause));
    }

    /** What a paused run says. */
    static String message(RunPaused pause) {
        return pause.reason() == null ? "paused" : "paused: " + pause.reason();
    }

    private Run stepRequested() {
        require(
                run.isPaused() && run.state() != QUEUED && run.steps().running() == 0,
                "only a paused run is taken by the step");
        return to(Standing.RUNNING, run.control().mayStep(true));
    }

    private Run resumed() {
        require(
                run.state() == WAITING || run.isPaused(),
                "only a waiting or paused run is resumed");
        var standing =
                run.state() == QUEUED
                        ? Standing.queued(run.created(), event.at())
                        : Standing.RUNNING;
        return to(standing, run.control().resumed());
    }

    private Run completed(RunCompleted completed) {
        require(run.state() == RUNNING, "only a running run completes");
        requireNothingActive();
        return run.ended(
                seq, event.at(), new Standing(COMPLETED, null, null, null, completed.result()));
    }

    private Run endedBadly(RunState end, Reason reason, String message) {
        requireNothingActive();
        require(!reason.isForWaiting(), reason + " is no reason to end");
        return run.ended(seq, event.at(), new Standing(end, reason, message, null, null));
    }

    private Run cancelRequested(RunCancelRequested request) {
        require(!run.isCancelRequested(), "that was requested before");
        return to(run.standing(), run.control().canceled(request));
    }

    private Run timedOut() {
        require(run.state() != QUEUED, "a run that was not started takes no time");
        return run.with(seq, event.at(), run.steps());
    }

    private Run recovered() {
        require(run.state() == RUNNING, "only a running run is recovered");
        var steps = run.steps();
        for (var step : steps.active()) {
            if (step.attempt().state() == StepState.RUNNING) {
                steps = steps.with(step.running(step.attempt().lost(event.at())));
            }
        }
        return run.with(seq, event.at(), steps);
    }

    private Run to(Standing standing, Control control) {
        return run.with(seq, event.at(), standing, control);
    }

    private void requireNothingActive() {
        require(run.steps().running() + run.steps().waiting() == 0, "a step has not ended");
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw refused(rule);
        }
    }

    private IllegalTransition refused(String rule) {
        return new IllegalTransition(run, seq, event, rule);
    }
}
