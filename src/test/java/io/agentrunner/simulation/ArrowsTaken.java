package io.agentrunner.simulation;

import io.agentrunner.journal.Transition;
import io.agentrunner.run.Arrow;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Run;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From which state to which, and by what, the runs and steps of one history have come. */
final class ArrowsTaken implements SimulatedDatabase.Witness {

    private final Set<Arrow> arrows = new HashSet<>();

    Set<Arrow> all() {
        return arrows;
    }

    @Override
    public void committed(Transition transition, @Nullable Run before, Run after, UUID node) {
        long first = before == null ? 1 : before.seq() + 1;
        if (transition.first() != first) {
            return; // The invariants have their say on that.
        }
        var run = before;
        for (var event : transition.events()) {
            var next =
                    run == null
                            ? Run.created(after.id(), (RunCreated) event)
                            : run.evolve(run.seq() + 1, event);
            Arrow.taken(run, event, next, arrows::add);
            run = next;
        }
    }
}
