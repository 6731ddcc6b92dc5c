package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the templates of runs see. */
record Scopes(Secrets secrets) {

    /** Those of a step. */
    Scope of(Published published, Run run, StepKey step) {
        var at = run.steps().find(step).map(Scopes::at).orElse(null);
        return scope(published, run, Items.around(run, step), at, null);
    }

    /** Those of the run itself. */
    Scope of(Published published, Run run) {
        return scope(published, run, Optional.empty(), null, null);
    }

    /** Those of a rule about what has become of a step. */
    Scope of(Published published, Run run, Scope.Ending ending) {
        return scope(published, run, Optional.empty(), null, ending);
    }

    private Scope scope(
            Published published,
            Run run,
            Optional<Scope.Item> item,
            Scope.@Nullable At step,
            Scope.@Nullable Ending ending) {
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
        return new Scope(
                created.inputs(), run::result, facts, secrets::find, item.orElse(null), ending);
    }

    private static Scope.At at(StepRun step) {
        return new Scope.At(step.key().iteration(), step.attempt().number());
    }
}
