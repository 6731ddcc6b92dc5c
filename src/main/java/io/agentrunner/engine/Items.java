package io.agentrunner.engine;

import io.agentrunner.catalog.Scope;
import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepKey;
import io.agentrunner.workflow.StepPath;
import java.util.Optional;

/** Which item of a list a step inside a {@code forEach} is for. */
final class Items {

    private Items() {}

    /** That of the nearest list around the step. */
    static Optional<Scope.Item> around(Run run, StepKey step) {
        var path = Optional.of(step.path());
        while (path.isPresent()) {
            var index = StepPath.index(path.get());
            var parent = StepPath.parent(path.get());
            if (index.isPresent() && parent.isPresent()) {
                return item(run, new StepKey(parent.get(), step.iteration()), index.get());
            }
            path = parent;
        }
        return Optional.empty();
    }

    private static Optional<Scope.Item> item(Run run, StepKey around, int index) {
        return run.steps()
                .find(around)
                .filter(it -> it.awaited() instanceof Branches)
                .map(it -> (Branches) it.awaited())
                .map(inside -> new Scope.Item(inside.items().get(index), index));
    }
}
