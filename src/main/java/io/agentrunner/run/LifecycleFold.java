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
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
            case RunStarted _ -> started();
            case RunWaiting waiting -> waiting(waiting);
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

    private Run started() {
        require(run.state() == QUEUED, "only a queued run starts");
        return to(RUNNING, null, null, null, event.at());
    }

    private Run waiting(RunWaiting waiting) {
        require(run.state() != QUEUED, "a run waits once it was started");
        require(run.steps().running() == 0, "a step runs");
        require(waiting.reason().isForWaiting(), waiting.reason() + " is no reason to wait");
        return to(WAITING, waiting.reason(), waiting.message(), waiting.until(), run.startedAt());
    }

    private Run resumed() {
        require(run.state() == WAITING, "only a waiting run is resumed");
        return to(RUNNING, null, null, null, run.startedAt());
    }

    private Run completed(RunCompleted completed) {
        require(run.state() == RUNNING, "only a running run completes");
        requireNothingActive();
        return ended(COMPLETED, null, null, completed.result());
    }

    private Run endedBadly(RunState end, Reason reason, String message) {
        requireNothingActive();
        require(!reason.isForWaiting(), reason + " is no reason to end");
        return ended(end, reason, message, null);
    }

    private Run cancelRequested(RunCancelRequested request) {
        require(!run.isCancelRequested(), "that was requested before");
        return new Run(
                run.id(),
                run.created(),
                run.state(),
                run.reason(),
                run.message(),
                run.wakeAt(),
                null,
                request,
                seq,
                run.startedAt(),
                null,
                event.at(),
                run.steps());
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

    private Run to(
            RunState state,
            @Nullable Reason reason,
            @Nullable String message,
            @Nullable Instant wakeAt,
            @Nullable Instant startedAt) {
        return new Run(
                run.id(),
                run.created(),
                state,
                reason,
                message,
                wakeAt,
                null,
                run.cancel(),
                seq,
                startedAt,
                null,
                event.at(),
                run.steps());
    }

    private Run ended(
            RunState end,
            @Nullable Reason reason,
            @Nullable String message,
            @Nullable String result) {
        return new Run(
                run.id(),
                run.created(),
                end,
                reason,
                message,
                null,
                result,
                run.cancel(),
                seq,
                run.startedAt(),
                event.at(),
                event.at(),
                run.steps());
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
