package io.agentrunner.engine;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.Wait;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts what an attempt came to into words the rules understand, with nothing secret in them. */
final class Reports {

    private static final Failure STOPPED =
            Failure.of("INTERRUPTED", "the attempt was interrupted, though nobody asked for it");

    private final Secrets secrets;
    private final RandomGenerator random;

    Reports(Secrets secrets, RandomGenerator random) {
        this.secrets = secrets;
        this.random = random;
    }

    /**
     * The command that tells the run how an attempt ended.
     *
     * @param cause why the attempt was told to end, if it was
     */
    RunCommand command(StepKey step, int attempt, Outcome outcome, Stop.@Nullable Cause cause) {
        try {
            return understood(step, attempt, outcome, cause);
        } catch (RuntimeException mistake) {
            var why = Failure.of("OUTCOME", "the outcome makes no sense: " + mistake.getMessage());
            return failed(step, attempt, why, Reason.STEP_FAILED, List.of());
        }
    }

    private RunCommand understood(
            StepKey step, int attempt, Outcome outcome, Stop.@Nullable Cause cause) {
        return switch (outcome) {
            case Outcome.Completed(var result, var artifacts) ->
                    completed(step, attempt, result, artifacts);
            case Outcome.Large _ ->
                    throw new IllegalArgumentException("a large result was put nowhere");
            case Outcome.Suspended(var what) -> new SuspendStep(step, attempt, masked(what));
            case Outcome.Failed(var failure, var reason, var artifacts) ->
                    cause == null
                            ? failed(step, attempt, failure, reason, artifacts)
                            : stopped(step, attempt, cause, artifacts);
            case Outcome.Stopped(var artifacts) ->
                    cause == null
                            ? failed(step, attempt, STOPPED, Reason.STEP_FAILED, artifacts)
                            : stopped(step, attempt, cause, artifacts);
        };
    }

    private Wait masked(Wait what) {
        return switch (what) {
            case Wait.Sleep(var message, var until) -> new Wait.Sleep(secrets.mask(message), until);
            case Wait.Approval(var request, var until) -> new Wait.Approval(masked(request), until);
            case Wait.Branches(var items, var message) ->
                    new Wait.Branches(
                            items.stream().map(secrets::maskJson).toList(), secrets.mask(message));
            case Wait.Signal signal -> signal;
            case Wait.Child child -> child;
        };
    }

    private ApprovalRequest masked(ApprovalRequest request) {
        return new ApprovalRequest(
                secrets.mask(request.title()),
                request.kind(),
                request.data() == null ? null : secrets.maskJson(request.data()),
                request.form() == null ? null : secrets.maskJson(request.form()),
                request.rejectsInTime());
    }

    private RunCommand completed(StepKey step, int attempt, String raw, List<Artifact> artifacts) {
        var refusal = Payloads.refuse(raw);
        if (refusal.isPresent()) {
            return failed(step, attempt, refusal.get(), Reason.PAYLOAD_LIMIT, artifacts);
        }
        return new CompleteStep(step, attempt, secrets.maskJson(raw), artifacts);
    }

    private RunCommand failed(
            StepKey step, int attempt, Failure failure, Reason reason, List<Artifact> artifacts) {
        var kept = Payloads.keepable(failure, secrets);
        return new FailStep(step, attempt, kept, reason, artifacts, random.nextDouble());
    }

    private RunCommand stopped(
            StepKey step, int attempt, Stop.Cause cause, List<Artifact> artifacts) {
        return switch (cause) {
            case Stop.Cause.Canceled _, Stop.Cause.Obsolete _ ->
                    new StopStep(step, attempt, artifacts);
            case Stop.Cause.TimedOut(var limit, var message) ->
                    failed(step, attempt, Failure.of("TIMEOUT", message), limit, artifacts);
            case Stop.Cause.ShutDown _ -> new HandOver(step, attempt);
        };
    }
}
