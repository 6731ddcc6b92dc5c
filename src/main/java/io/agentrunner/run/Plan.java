package io.agentrunner.run;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One transition being written: each line appends what happens next and folds it at once, so that
 * the following line sees the run as it will be.
 */
final class Plan {

    private final Workflow workflow;
    private final Instant now;
    private final List<RunEvent> events = new ArrayList<>();
    private Run run;

    /** Time never runs backwards within a run, whatever a node's clock says. */
    Plan(Workflow workflow, Run run, Instant now) {
        this.workflow = workflow;
        this.run = run;
        this.now = now.isBefore(run.updatedAt()) ? run.updatedAt() : now;
    }

    Workflow workflow() {
        return workflow;
    }

    Run run() {
        return run;
    }

    Accepted accepted() {
        return new Accepted(events);
    }

    Plan startRun(String node) {
        return happens(new RunStarted(node, now));
    }

    Plan startStep(Step step, String node) {
        return happens(new StepStarted(StepKey.first(step.name()), step.type(), 1, node, now));
    }

    Plan artifacts(StepKey step, int attempt, List<Artifact> artifacts) {
        artifacts.forEach(it -> happens(new ArtifactCreated(step, attempt, it, now)));
        return this;
    }

    Plan completeStep(CompleteStep command) {
        return artifacts(command.step(), command.attempt(), command.artifacts())
                .happens(
                        new StepCompleted(
                                command.step(), command.attempt(), command.result(), now));
    }

    /** The next step, or the end of the run. */
    Plan afterSuccess(CompleteStep command) {
        if (run.isCancelRequested()) {
            return cancelRun();
        }
        var next = workflow.after(command.step().path());
        return next.isPresent()
                ? startStep(next.get(), command.node())
                : complete(
                        Objects.requireNonNullElse(
                                command.output(), new Output.Value(command.result())));
    }

    private Plan complete(Output output) {
        return switch (output) {
            case Output.Value(var json) -> happens(new RunCompleted(json, now));
            case Output.Unusable(var message) -> failRun(Reason.FLOW_FAIL, message);
        };
    }

    /** Another attempt where the policy grants one, else the end of the step and the run. */
    Plan failAttempt(FailStep command) {
        var key = command.step();
        artifacts(key, command.attempt(), command.artifacts());
        if (isTimeout(command.reason())) {
            happens(new StepTimedOut(key, command.attempt(), command.reason(), now));
        }
        var next = nextAttempt(command);
        if (next == null) {
            return failStep(step(key), command.reason(), command.failure());
        }
        return happens(new StepRetryScheduled(key, command.attempt(), command.failure(), next, now))
                .waitRun(Reason.RETRY, retryMessage(command, next), next);
    }

    private static boolean isTimeout(Reason reason) {
        return reason == Reason.ATTEMPT_TIMEOUT || reason == Reason.STEP_TIMEOUT;
    }

    private @Nullable Instant nextAttempt(FailStep command) {
        if (run.isCancelRequested() || command.reason() == Reason.STEP_TIMEOUT) {
            return null;
        }
        var step = step(command.step());
        var policy = definition(step).retry();
        int failures = step.failures() + 1;
        if (!policy.triesAgain(command.failure().code(), failures)) {
            return null;
        }
        return now.plus(policy.delay(failures, command.luck()));
    }

    private static String retryMessage(FailStep command, Instant next) {
        return "%s: attempt %d failed with %s, the next is at %s"
                .formatted(
                        command.step().path(), command.attempt(), command.failure().code(), next);
    }

    private Plan failStep(StepRun step, Reason reason, Failure failure) {
        happens(new StepFailed(step.key(), step.attempt().number(), reason, failure, now));
        return run.isCancelRequested()
                ? cancelRun()
                : failRun(
                        Reason.STEP_FAILED,
                        "%s failed with %s: %s"
                                .formatted(step.key().path(), failure.code(), failure.message()));
    }

    Plan failRun(Reason reason, String message) {
        return happens(new RunFailed(reason, message, now));
    }

    Plan suspendStep(SuspendStep command) {
        return happens(
                        new StepWaiting(
                                command.step(),
                                command.attempt(),
                                command.reason(),
                                command.message(),
                                command.until(),
                                now))
                .waitRun(command.reason(), command.message(), command.until());
    }

    Plan handOver(HandOver command) {
        var message = "the node was shut down, the attempt is made again";
        return happens(
                        new StepRetryScheduled(
                                command.step(),
                                command.attempt(),
                                Failure.of(Failure.NODE_STOPPED, message),
                                now,
                                now))
                .waitRun(Reason.RETRY, message, now);
    }

    private Plan waitRun(Reason reason, String message, @Nullable Instant until) {
        return run.steps().running() > 0
                ? this
                : happens(new RunWaiting(reason, message, until, now));
    }

    Plan requestCancel(@Nullable String reason) {
        return happens(new RunCancelRequested(reason, now));
    }

    Plan cancelRun() {
        var request = Objects.requireNonNull(run.cancel());
        var message = request.reason() == null ? "canceled on request" : request.reason();
        return cancelSteps(Reason.CANCEL_REQUESTED, message)
                .happens(new RunCanceled(Reason.CANCEL_REQUESTED, message, now));
    }

    Plan cancelSteps(Reason reason, String message) {
        for (var step : run.steps().active()) {
            happens(new StepCanceled(step.key(), step.attempt().number(), reason, message, now));
        }
        return this;
    }

    boolean isPastRunDeadline() {
        return Deadlines.ofRun(workflow, run).filter(at -> !at.isAfter(now)).isPresent();
    }

    Plan timeOutRun() {
        var limit = Objects.requireNonNull(Deadlines.runTimeout(workflow, run));
        var message = "the run took longer than " + limit;
        return happens(new RunTimedOut(limit, now))
                .cancelSteps(Reason.RUN_TIMEOUT, message)
                .failRun(Reason.RUN_TIMEOUT, message);
    }

    /** Everything whose wait is over goes on. */
    Plan wake(String node) {
        for (var step : run.steps().active()) {
            if (isPastStepDeadline(step) && step.state() == StepState.WAITING) {
                return timeOutStep(step);
            }
            var wakeAt = step.wakeAt();
            if (wakeAt != null && !wakeAt.isAfter(now)) {
                resumeRun(node);
                goOn(step, node);
            }
        }
        return this;
    }

    private void resumeRun(String node) {
        if (run.state() == RunState.WAITING) {
            happens(new RunResumed(node, now));
        }
    }

    private void goOn(StepRun step, String node) {
        if (step.reason() == Reason.RETRY) {
            tryAgain(step, node);
        } else {
            happens(new StepResumed(step.key(), step.attempt().number(), now));
        }
    }

    private void tryAgain(StepRun step, String node) {
        int next = step.attempt().number() + 1;
        happens(new StepStarted(step.key(), step.type(), next, node, now));
    }

    /** A step that is past its own deadline fails, whatever it waits for. */
    private Plan timeOutStep(StepRun step) {
        Duration limit = Objects.requireNonNull(definition(step).totalTimeout());
        happens(new StepTimedOut(step.key(), step.attempt().number(), Reason.STEP_TIMEOUT, now));
        return failStep(
                step,
                Reason.STEP_TIMEOUT,
                Failure.of("TIMEOUT", "the step took longer than " + limit));
    }

    private boolean isPastStepDeadline(StepRun step) {
        return Deadlines.ofStep(definition(step), step).filter(at -> !at.isAfter(now)).isPresent();
    }

    /** Attempts that went down with their node are made again, unless the run should end. */
    Plan recover(String node, String from) {
        happens(new RunRecovered(node, from, now));
        if (run.isCancelRequested()) {
            return cancelRun();
        }
        if (isPastRunDeadline()) {
            return timeOutRun();
        }
        for (var step : run.steps().active()) {
            if (step.attempt().isLost() && step.state() == StepState.RUNNING) {
                recover(step, node);
            }
            if (run.state().isTerminal()) {
                return this;
            }
        }
        return this;
    }

    private void recover(StepRun step, String node) {
        if (isPastStepDeadline(step)) {
            timeOutStep(step);
        } else if (step.crashes() >= definition(step).maxCrashes()) {
            failStep(step, Reason.CRASH_RECOVERY, crashed(step));
        } else {
            tryAgain(step, node);
        }
    }

    private static Failure crashed(StepRun step) {
        return Failure.of(
                "CRASH_RECOVERY",
                "%d attempts ended with their node; the step may be what ends it"
                        .formatted(step.crashes()));
    }

    private StepRun step(StepKey key) {
        return run.steps().find(key).orElseThrow();
    }

    private Step definition(StepRun step) {
        return workflow.step(step.key().path()).orElseThrow();
    }

    private Plan happens(RunEvent event) {
        run = run.evolve(run.seq() + 1, event);
        events.add(event);
        return this;
    }
}
