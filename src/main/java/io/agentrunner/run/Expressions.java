package io.agentrunner.run;

import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a workflow asks in expressions. Pure: a run that is the same gets the same answers.
 */
public interface Expressions {

    /** Of a workflow without any: its result is the last step's. */
    Expressions NONE =
            new Expressions() {
                @Override
                public Judgement judge(Run run, StepRun step, Clause clause) {
                    return clause.condition() instanceof Clause.Condition.Otherwise
                            ? new Judgement.Applies("{}", null)
                            : new Judgement.Unclear("there is nobody to tell");
                }

                @Override
                public Output output(Run run) {
                    return new Output.Value(lastResult(run));
                }
            };

    /** Whether a clause applies to what has become of that step. */
    Judgement judge(Run run, StepRun step, Clause clause);

    /** The result of a run after which no step follows. */
    Output output(Run run);

    /** Hash of the program's code that a step executes; empty where it is none of it. */
    default Optional<String> code(Step step) {
        return Optional.empty();
    }

    /** The result of the step that has ended last, where it has one. */
    static String lastResult(Run run) {
        return run.lastOfTimeline().map(StepRun::result).orElse("null");
    }

    /** What was found of a clause. */
    sealed interface Judgement {

        /**
         * It applies.
         *
         * @param values what decided it, a JSON object
         * @param message the message with which it lets the run fail, evaluated; null when it
         *     doesn't
         */
        record Applies(String values, @Nullable String message) implements Judgement {}

        record DoesNotApply() implements Judgement {}

        /** It can't be told. */
        record Unclear(String why) implements Judgement {}
    }
}
