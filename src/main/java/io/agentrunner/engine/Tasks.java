package io.agentrunner.engine;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gives the attempts of one run what they need to know. */
record Tasks(
        AttemptsOfRun.Making making,
        World.Time time,
        Function<RunCommand, CompletionStage<Told>> ask) {

    StepTask task(Run run, StepRun step, Stop stop) {
        var definition = making.published().workflow().step(step.key().path()).orElseThrow();
        return new StepTask(
                run.id(),
                run.created(),
                step,
                inside(run, step, definition),
                definition.settings(),
                making.scopes().of(making.published(), run, step.key()),
                time.now(),
                stop,
                (stream, text) -> say(run, step, stream, text),
                effects(step));
    }

    private void say(Run run, StepRun step, String stream, String text) {
        making.outputs()
                .say(
                        new LiveOutputs.Line(
                                run.id(),
                                step.key(),
                                step.attempt().number(),
                                stream,
                                text,
                                time.now()));
    }

    private static List<StepRun> inside(Run run, StepRun step, Step definition) {
        return step.awaited() instanceof Branches inside && definition.nested() != null
                ? paths(step.key().path(), definition.nested(), inside)
                        .flatMap(path -> find(run, path, step.key()).stream())
                        .toList()
                : List.of();
    }

    private static Optional<StepRun> find(Run run, String path, StepKey around) {
        return run.steps().find(new StepKey(path, around.iteration()));
    }

    private static Stream<String> paths(String parent, Nested nested, Branches inside) {
        return switch (nested) {
            case Nested.Parallel(var steps, _, _) ->
                    steps.stream().map(step -> StepPath.named(parent, step.name()));
            case Nested.ForEach _ ->
                    IntStream.range(0, inside.items().size())
                            .mapToObj(index -> StepPath.item(parent, index));
        };
    }

    private SideEffects effects(StepRun step) {
        return new SideEffects() {
            @Override
            public List<Effect> recorded() {
                return step.effects();
            }

            @Override
            public CompletionStage<Void> record(Effect effect) {
                return ask.apply(new RecordEffect(step.key(), step.attempt().number(), effect))
                        .thenApply(Tasks::recorded);
            }
        };
    }

    @SuppressWarnings("NullAway") // a stage of nothing
    private static Void recorded(Told told) {
        return switch (told) {
            case Told.Done _ -> null;
            case Told.Refused(_, var why) -> throw new IllegalStateException(why.detail());
        };
    }
}
