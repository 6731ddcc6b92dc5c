package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.TemplateFailed;
import io.agentrunner.catalog.Templates;
import io.agentrunner.run.Expressions;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Step;
import java.util.Objects;
import java.util.Optional;

/** Answers what one workflow asks in its expressions, with nothing secret in the answers. */
record Answers(Published published, Templates templates, Secrets secrets, Attempts attempts)
        implements Expressions {

    @Override
    public Judgement judge(Run run, StepRun step, Clause clause) {
        var scope = new Scopes(secrets).of(published, run, ending(step));
        var predicates = published.workflow().flow().predicates();
        return switch (templates.judge(clause, predicates, scope)) {
            case Judgement.Applies(var values, var message) ->
                    new Judgement.Applies(
                            secrets.maskJson(values),
                            message == null ? null : Payloads.message(message, secrets));
            case Judgement.Unclear(var why) ->
                    new Judgement.Unclear(Payloads.message(why, secrets));
            case Judgement.DoesNotApply no -> no;
        };
    }

    @Override
    public Optional<String> code(Step step) {
        return attempts.code(step);
    }

    private static Scope.Ending ending(StepRun step) {
        return step.state() == StepState.COMPLETED
                ? new Scope.Ending.Succeeded(Objects.requireNonNull(step.result()))
                : new Scope.Ending.Failed(failure(step));
    }

    private static Failure failure(StepRun step) {
        var failure = step.attempt().failure();
        return failure == null
                ? Failure.of(String.valueOf(step.reason()), String.valueOf(step.message()))
                : failure;
    }

    @Override
    public Output output(Run run) {
        var template = published.workflow().output();
        if (template == null) {
            return new Output.Value(Expressions.lastResult(run));
        }
        try {
            var scope = new Scopes(secrets).of(published, run);
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
}
