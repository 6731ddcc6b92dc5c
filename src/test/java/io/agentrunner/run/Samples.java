package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Nested.ForEach;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Nested.Parallel;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that the examples speak of: a workflow of two steps and what usually happens to it. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final RunId ID = RunId.of("019b7944-1c00-7000-8000-000000000001");
    static final String NODE = "n1";
    static final StepKey A = StepKey.first("a");
    static final StepKey B = StepKey.first("b");
    static final Failure BROKEN = Failure.of("EXIT_1", "it broke");
    static final Failure LATE = Failure.of("TIMEOUT", "it took too long");
    static final Artifact REPORT =
            new Artifact(new UUID(1, 2), "report.txt", "file", "text/plain", 3, "abc");

    /** Three attempts, a second apart at first, then two. */
    static final RetryPolicy THREE =
            new RetryPolicy(
                    3, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2, Set.of(), Set.of());

    static final Workflow TWO_STEPS = workflow(step("a", THREE), step("b"));

    static final RunCreated CREATED = created(null, null);
    static final RunStarted STARTED = new RunStarted(NODE, NOON);
    static final StepStarted A_STARTED = new StepStarted(A, "shell", 1, NODE, NOON);
    static final StepCompleted A_COMPLETED = new StepCompleted(A, 1, "1", NOON);
    static final StepStarted B_STARTED = new StepStarted(B, "shell", 1, NODE, NOON);
    static final StepRetryScheduled A_RETRY = retry(1, BROKEN, NOON.plusSeconds(1), NOON);
    static final RunWaiting WAITING_FOR_RETRY =
            new RunWaiting(
                    Reason.RETRY,
                    "a: attempt 1 failed with EXIT_1, the next is at 2026-01-01T12:00:01Z",
                    NOON.plusSeconds(1),
                    NOON);
    static final RunCancelRequested CANCEL_REQUESTED = new RunCancelRequested("enough", NOON);

    static final Wait.Approval SHIP =
            new Wait.Approval(new ApprovalRequest("ship?", null, null, null, false), null);

    private Samples() {}

    static Hear cancel(@Nullable String reason) {
        return new Hear(new Cancel(reason));
    }

    static RunCreated created(@Nullable Instant startAt, @Nullable Duration timeout) {
        return new RunCreated(
                "order", "sha256:1", "{}", List.of(), "{}", 0, null, null, startAt, timeout, NOON);
    }

    static StepStarted attempt(int number, Instant at) {
        return new StepStarted(A, "shell", number, NODE, at);
    }

    static StepRetryScheduled retry(int attempt, Failure why, Instant next, Instant at) {
        return new StepRetryScheduled(A, attempt, why, next, at);
    }

    static CompleteStep complete(StepKey step, int attempt, String result) {
        return new CompleteStep(step, attempt, result, List.of());
    }

    static FailStep fail(int attempt, Failure why) {
        return new FailStep(A, attempt, why, Reason.STEP_FAILED, List.of(), 0.5);
    }

    static FailStep timeOut(int attempt, Reason limit) {
        return new FailStep(A, attempt, LATE, limit, List.of(), 0.5);
    }

    static SuspendStep suspend(StepKey step, Wait what) {
        return new SuspendStep(step, 1, what);
    }

    /** What a step waits for that has steps inside it, without items where those have names. */
    static Wait.Branches branches(String... items) {
        return new Wait.Branches(List.of(items), "the steps inside");
    }

    static Verdict verdict(boolean approved, @Nullable String by) {
        return new Verdict(approved, null, null, by, NOON);
    }

    static Workflow workflow(Step... steps) {
        return workflow(null, steps);
    }

    static Workflow workflow(@Nullable Duration timeout, Step... steps) {
        return new Workflow(
                "order", "sha256:1", null, null, null, timeout, List.of(steps), null, "{}");
    }

    static Step step(String name) {
        return step(name, RetryPolicy.NONE);
    }

    static Step step(String name, RetryPolicy retry) {
        return step(name, retry, null, Step.DEFAULT_MAX_CRASHES);
    }

    static Step parallel(String name, int maxParallel, OnError onError, Step... inside) {
        return around(step(name), "parallel", new Parallel(List.of(inside), maxParallel, onError));
    }

    static Step forEach(String name, int maxParallel, OnError onError, Step each) {
        return around(step(name), "forEach", new ForEach(each, maxParallel, onError));
    }

    /** That step with others inside it. */
    static Step around(Step step, String type, Nested nested) {
        return new Step(
                step.name(),
                type,
                null,
                "{}",
                step.timeout(),
                step.totalTimeout(),
                step.retry(),
                step.maxCrashes(),
                nested);
    }

    static Step step(
            String name, RetryPolicy retry, @Nullable Duration totalTimeout, int maxCrashes) {
        return new Step(
                name, "shell", null, "{}", Step.DEFAULT_TIMEOUT, totalTimeout, retry, maxCrashes);
    }
}
