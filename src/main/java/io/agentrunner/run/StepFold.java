package io.agentrunner.run;

import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;

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
            case StepStarted started -> to(started(started));
            case StepCompleted done -> to(running().completed(done.result(), event.at()));
            case StepFailed failed -> to(failed(failed));
            case StepRetryScheduled retry -> to(retryScheduled(retry));
            case StepTimedOut timedOut -> to(timedOut(timedOut));
            case StepWaiting waiting -> to(waiting(waiting));
            case StepResumed _ -> to(resumed());
            case StepCanceled canceled -> to(canceled(canceled));
            case ArtifactCreated _ -> to(running());
        };
    }

    private StepRun started(StepStarted started) {
        require(run.state() == RunState.RUNNING, "a step starts in a running run");
        require(!run.isCancelRequested(), "the run is to be canceled");
        var attempt = Attempt.started(started.attempt(), started.node(), started.at());
        var before = run.steps().find(started.step());
        if (before.isEmpty()) {
            require(started.attempt() == 1, "the first attempt is 1");
            requirePreviousIterationEnded(started.step());
            return StepRun.started(started.step(), started.type(), attempt);
        }
        require(mayTryAgain(before.get()), "the step does not wait for another attempt");
        require(
                started.attempt() == before.get().attempt().number() + 1,
                "attempts are numbered without gaps");
        return before.get().nextAttempt(attempt);
    }

    private static boolean mayTryAgain(StepRun step) {
        return (step.state() == StepState.WAITING && step.reason() == Reason.RETRY)
                || (step.state() == StepState.RUNNING && step.attempt().isLost());
    }

    private void requirePreviousIterationEnded(StepKey key) {
        if (key.iteration() != 1) {
            var previous = run.steps().find(new StepKey(key.path(), key.iteration() - 1));
            require(
                    previous.isPresent() && previous.get().state().isTerminal(),
                    "the iteration before has not ended");
        }
    }

    private StepRun failed(StepFailed failed) {
        require(!failed.reason().isForWaiting(), failed.reason() + " is no reason to end");
        return active().endedBadly(
                        StepState.FAILED,
                        failed.reason(),
                        failed.failure().message(),
                        failed.failure(),
                        event.at());
    }

    private StepRun retryScheduled(StepRetryScheduled retry) {
        var step = running();
        var last = step.attempt().ended(StepState.FAILED, retry.failure(), event.at());
        return step.waiting(Reason.RETRY, retry.failure().message(), retry.next(), last);
    }

    private StepRun timedOut(StepTimedOut timedOut) {
        require(!timedOut.reason().isForWaiting(), timedOut.reason() + " is no limit");
        return active();
    }

    private StepRun waiting(StepWaiting waiting) {
        require(
                waiting.reason().isForAttempts(),
                waiting.reason() + " is nothing an attempt waits for");
        var step = running();
        return step.waiting(
                waiting.reason(), waiting.message(), waiting.until(), step.attempt().waiting());
    }

    private StepRun resumed() {
        var step = active();
        require(step.attempt().state() == StepState.WAITING, "the attempt does not wait");
        require(run.state() == RunState.RUNNING, "a step is resumed in a running run");
        return step.running(step.attempt().resumed(event.at()));
    }

    private StepRun canceled(StepCanceled canceled) {
        require(!canceled.reason().isForWaiting(), canceled.reason() + " is no reason to end");
        return active().endedBadly(
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

    private StepRun active() {
        var step = run.steps().find(event.step());
        require(step.isPresent(), "the step was not started");
        require(step.get().state().isActive(), "the step has ended");
        require(
                step.get().attempt().number() == event.attempt(),
                "the latest attempt is " + step.get().attempt().number());
        return step.get();
    }

    private Run to(StepRun step) {
        return run.with(seq, event.at(), run.steps().with(step));
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalTransition(run, seq, event, rule);
        }
    }
}
