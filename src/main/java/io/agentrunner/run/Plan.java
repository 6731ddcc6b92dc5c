package io.agentrunner.run;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final String node;
    private final Expressions expressions;
    private final List<RunEvent> events = new ArrayList<>();
    private Run run;

    /** Time never runs backwards within a run, whatever a node's clock says. */
    Plan(Workflow workflow, Run run, Here here) {
        this.workflow = workflow;
        this.run = run;
        this.node = here.node();
        this.expressions = here.expressions();
        this.now = here.now().isBefore(run.updatedAt()) ? run.updatedAt() : here.now();
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

    String node() {
        return node;
    }

    Expressions expressions() {
        return expressions;
    }

    Accepted accepted() {
        return new Accepted(events);
    }

    /** Whether this transition makes a difference to any step. */
    boolean hasMoved() {
        return isOver() || events.stream().anyMatch(StepEvent.class::isInstance);
    }

    boolean isOver() {
        return run.state().isTerminal();
    }

    /** Nothing of the run runs, so nothing need be told to stop. */
    boolean isIdle() {
        return run.steps().running() == 0;
    }

    Plan startStep(Step step, StepKey key) {
        return happens(new StepStarted(key, step.type(), 1, node, code(step), now));
    }

    Plan tryAgain(StepRun step) {
        int next = step.attempt().number() + 1;
        var code = workflow.step(step.key().path()).map(this::code).orElse(null);
        return happens(new StepStarted(step.key(), step.type(), next, node, code, now));
    }

    private @Nullable String code(Step step) {
        return expressions.code(step).orElse(null);
    }

    /** A person granted another attempt. */
    Plan mayTryAgain(StepRun step) {
        var last = step.attempt();
        var failure = Objects.requireNonNull(last.failure());
        return happens(new StepRetryScheduled(step.key(), last.number(), failure, now, now));
    }

    /** What it waited for is over. */
    Plan resume(StepRun step) {
        return happens(new StepResumed(step.key(), step.attempt().number(), now));
    }

    /** A run that waits goes on. */
    Plan resumeRun() {
        return run.state() == RunState.WAITING ? happens(new RunResumed(node, now)) : this;
    }

    Plan artifacts(StepKey step, int attempt, List<Artifact> artifacts) {
        artifacts.forEach(it -> happens(new ArtifactCreated(step, attempt, it, now)));
        return this;
    }

    /** The attempt is made again, at once or when the run goes on. */
    Plan giveBack(StepRun step, String message) {
        return happens(
                new StepRetryScheduled(
                        step.key(),
                        step.attempt().number(),
                        Failure.of(Failure.NODE_STOPPED, message),
                        now,
                        now));
    }

    Plan completeRun() {
        return switch (expressions.output(run)) {
            case Output.Value(var json) -> happens(new RunCompleted(json, now));
            case Output.Unusable(var message) -> failRun(Reason.FLOW_FAIL, message);
        };
    }

    Plan failRun(Reason reason, String message) {
        return happens(new RunFailed(reason, message, now));
    }

    Plan cancelRun() {
        var request = Objects.requireNonNull(run.cancel());
        var usual =
                request.cause() == Reason.PARENT_CANCELED
                        ? "the run that started it has ended"
                        : "canceled on request";
        var message = request.reason() == null ? usual : request.reason();
        return cancelSteps(request.cause(), message)
                .happens(new RunCanceled(request.cause(), message, now));
    }

    Plan cancelSteps(Reason reason, String message) {
        return cancelSteps(run.steps().active(), reason, message);
    }

    /** Those inside others first. */
    Plan cancelSteps(List<StepRun> steps, Reason reason, String message) {
        steps.stream()
                .sorted(Comparator.comparingInt(step -> -StepPath.depth(step.key().path())))
                .forEach(step -> cancelStep(step, reason, message));
        return this;
    }

    Plan cancelStep(StepRun step, Reason reason, String message) {
        return happens(new StepCanceled(step.key(), step.attempt().number(), reason, message, now));
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

    /** Nothing more can be done now: says what the run waits for, unless that was said. */
    Plan settle() {
        if (isOver() || run.state() == RunState.QUEUED || !isIdle()) {
            return this;
        }
        var pause = run.pause();
        return pause == null
                ? Standings.of(run).map(this::waitFor).orElse(this)
                : waitFor(new Standings.Why(Reason.PAUSED, LifecycleFold.message(pause), null));
    }

    private Plan waitFor(Standings.Why why) {
        return waitFor(why.reason(), why.message(), why.until());
    }

    Plan waitFor(Reason reason, String message, @Nullable Instant until) {
        boolean said =
                run.state() == RunState.WAITING
                        && run.reason() == reason
                        && message.equals(run.message())
                        && Objects.equals(until, run.wakeAt());
        return said ? this : happens(new RunWaiting(reason, message, until, now));
    }

    Plan happens(RunEvent event) {
        run = run.evolve(run.seq() + 1, event);
        events.add(event);
        return this;
    }
}
