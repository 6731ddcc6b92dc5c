package io.agentrunner.runs;

import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.http.Answers;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;

/** Says something to a run, for programs and for forms. */
public final class Telling {

    private final Engine engine;

    public Telling(Engine engine) {
        this.engine = engine;
    }

    /**
     * The run as it stands once that is on record.
     *
     * @param what becomes of the run by it, as in {@code can't be paused}
     * @return fails with a problem where there is no such run, or where its state rules that out
     */
    public Uni<Run> tell(RunId run, Fact fact, String what) {
        return Answers.of(() -> engine.tell(run, fact))
                .map(told -> told.orElseThrow(() -> RunProblems.unknown(run)))
                .map(told -> run(told, what));
    }

    private static Run run(Told told, String what) {
        return switch (told) {
            case Told.Done(var run) -> run;
            case Told.Refused(var run, var why) -> throw RunProblems.refused(run, why, what);
        };
    }
}
