package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.TemplateFailed;
import io.agentrunner.catalog.Templates;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.run.Wait;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts what an attempt came to into words the rules understand, with nothing secret in them. */
final class Reports {

    private static final Failure STOPPED =
            Failure.of("INTERRUPTED", "the attempt was interrupted, though nobody asked for it");

    private final Templates templates;
    private final Secrets secrets;
    private final RandomGenerator random;

    Reports(Templates templates, Secrets secrets, RandomGenerator random) {
        this.templates = templates;
        this.secrets = secrets;
        this.random = random;
    }

    /** What the templates of that step see. */
    Scope scope(Published published, Run run, StepKey step) {
        return scope(
                published,
                run,
                Items.around(run, step),
                run.steps().find(step).map(Reports::at).orElse(null),
                name -> result(run, name));
    }

    /**
     * The command that tells the run how an attempt ended.
     *
     * @param cause why the attempt was told to end, if it was
     */
    RunCommand command(
            Published published,
            Run run,
            StepKey step,
            int attempt,
            Outcome outcome,
            Stop.@Nullable Cause cause) {
        try {
            return understood(published, run, step, attempt, outcome, cause);
        } catch (RuntimeException mistake) {
            var why = Failure.of("OUTCOME", "the outcome makes no sense: " + mistake.getMessage());
            return failed(step, attempt, why, Reason.STEP_FAILED, List.of());
        }
    }

    private RunCommand understood(
            Published published,
            Run run,
            StepKey step,
            int attempt,
            Outcome outcome,
            Stop.@Nullable Cause cause) {
        return switch (outcome) {
            case Outcome.Completed(var result, var artifacts) ->
                    completed(published, run, step, attempt, result, artifacts);
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

    private RunCommand completed(
            Published published,
            Run run,
            StepKey step,
            int attempt,
            String raw,
            List<Artifact> artifacts) {
        var refusal = Payloads.refuse(raw);
        if (refusal.isPresent()) {
            return failed(step, attempt, refusal.get(), Reason.PAYLOAD_LIMIT, artifacts);
        }
        var result = secrets.maskJson(raw);
        return new CompleteStep(
                step, attempt, result, artifacts, output(published, run, step, result));
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

    /** The run's own result, where that step is the last and the workflow says what it is. */
    private @Nullable Output output(Published published, Run run, StepKey step, String result) {
        var template = published.workflow().output();
        if (template == null || !published.workflow().endsWith(step.path())) {
            return null;
        }
        var scope =
                scope(
                        published,
                        run,
                        Optional.empty(),
                        null,
                        name -> name.equals(step.path()) ? Optional.of(result) : result(run, name));
        try {
            return usable(secrets.maskJson(templates.evaluate(template, scope)));
        } catch (TemplateFailed failed) {
            return new Output.Unusable(
                    "output: " + secrets.mask(String.valueOf(failed.getMessage())));
        }
    }

    private static Output usable(String json) {
        if (Payloads.isLarge(json)) {
            return new Output.Unusable(
                    "output: it has %,d bytes, %,d are possible; make it the result of the last step,"
                                    .formatted(Payloads.bytes(json), Payloads.LIMIT)
                            + " which may be larger");
        }
        return Payloads.refuse(json)
                .<Output>map(failure -> new Output.Unusable("output: " + failure.message()))
                .orElseGet(() -> new Output.Value(json));
    }

    private Scope scope(
            Published published,
            Run run,
            Optional<Scope.Item> item,
            Scope.@Nullable At step,
            Function<String, Optional<String>> results) {
        var created = run.created();
        var facts =
                new Scope.RunFacts(
                        run.id().toString(),
                        created.workflow(),
                        created.version(),
                        created.tags(),
                        created.metadata(),
                        created.correlationId(),
                        published.home(),
                        step);
        return new Scope(created.inputs(), results, facts, secrets::find, item.orElse(null));
    }

    private static Scope.At at(StepRun step) {
        return new Scope.At(step.key().iteration(), step.attempt().number());
    }

    private static Optional<String> result(Run run, String name) {
        return run.steps()
                .latest(name)
                .filter(step -> step.state() == StepState.COMPLETED)
                .map(StepRun::result);
    }
}
