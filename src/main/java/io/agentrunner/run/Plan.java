package io.agentrunner.run;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
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

    Instant now() {
        return now;
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

    Plan completeRun(Output output) {
        return switch (output) {
            case Output.Value(var json) -> happens(new RunCompleted(json, now));
            case Output.Unusable(var message) -> failRun(Reason.FLOW_FAIL, message);
        };
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

    Plan waitRun(Reason reason, String message, @Nullable Instant until) {
        return run.steps().running() > 0
                ? this
                : happens(new RunWaiting(reason, message, until, now));
    }

    Plan waitForCapacity(Instant due) {
        var message = "due since %s; every node has as many runs as it may".formatted(due);
        return waitRun(Reason.CAPACITY, message, due);
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

    /** Time is up for all attempts of the step together. */
    boolean isPastDeadline(StepRun step) {
        return Deadlines.ofStep(definition(step), step).filter(at -> !at.isAfter(now)).isPresent();
    }

    Step definition(StepRun step) {
        return workflow.step(step.key().path()).orElseThrow();
    }

    Plan happens(RunEvent event) {
        run = run.evolve(run.seq() + 1, event);
        events.add(event);
        return this;
    }
}
