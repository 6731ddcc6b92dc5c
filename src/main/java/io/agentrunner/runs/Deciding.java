package io.agentrunner.runs;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what steps ask, for programs and for forms. */
public final class Deciding {

    private final Engine engine;
    private final Runs runs;
    private final InputSchema schema;
    private final InstantSource clock;

    public Deciding(Engine engine, Runs runs, InputSchema schema, InstantSource clock) {
        this.engine = engine;
        this.runs = runs;
        this.schema = schema;
        this.clock = clock;
    }

    /**
     * What somebody has decided.
     *
     * @param data JSON text
     * @param by who, as they say
     */
    public record Choice(
            boolean approved,
            @Nullable String data,
            @Nullable String comment,
            @Nullable String by) {

        static final String APPROVE = "approve";
        static final String REJECT = "reject";

        static String name(boolean approved) {
            return approved ? APPROVE : REJECT;
        }
    }

    /**
     * The run with that decision; the same one again changes nothing, whoever repeats it.
     *
     * @param path of the step
     * @return fails with a problem where nothing is to be decided, the other was decided, or the
     *     data does not fit the form
     */
    public Uni<Run> decide(String run, String path, Choice choice) {
        return runs.find(run)
                .map(found -> new Decide(path, verdict(step(found, path), choice)))
                .chain(fact -> Answers.of(() -> engine.tell(RunId.of(run), fact)))
                .map(told -> told.orElseThrow(() -> RunProblems.unknown(run)))
                .map(told -> run(told, path));
    }

    private static StepRun step(Run run, String path) {
        return run.steps().latest(path).orElseThrow(() -> RunProblems.unknownStep(run.id(), path));
    }

    /** Who rejects need not fill in the form. */
    private Verdict verdict(StepRun step, Choice choice) {
        var data = choice.data();
        var form =
                step.awaited() instanceof Approval(var asked, var made) && made == null
                        ? asked.form()
                        : null;
        if (form != null && (choice.approved() || data != null)) {
            var checked = schema.check(form, data == null ? "{}" : data);
            if (!checked.mistakes().isEmpty()) {
                throw RequestJson.invalidIn("data", checked.mistakes());
            }
            data = checked.inputs();
        }
        return new Verdict(choice.approved(), data, choice.comment(), choice.by(), clock.instant());
    }

    private static Run run(Told told, String path) {
        return switch (told) {
            case Told.Done(var run) -> run;
            case Told.Refused(var run, var why) -> throw refused(run, step(run, path), why);
        };
    }

    /** What can't be decided about the step any more, or never could. */
    private static Problem refused(Run run, StepRun step, Rejected why) {
        var made =
                step.awaited() instanceof Approval(_, var verdict)
                        ? Optional.ofNullable(verdict)
                        : Optional.<Verdict>empty();
        var from = made.map(it -> Choice.name(it.approved())).orElse(step.state().name());
        return new Problem(
                        ProblemType.CONFLICT,
                        "Step %s of run %s can't be decided: %s."
                                .formatted(step.key().path(), run.id(), why.detail()))
                .with("from", from)
                .with("allowed", made.isPresent() ? List.of(from) : List.of());
    }
}
