package io.agentrunner.runs;

import io.agentrunner.journal.RunRow;
import io.agentrunner.run.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs that a run belongs with, as clients see them.
 *
 * @param ancestors who started it, the nearest first
 * @param children what its steps started, in that order; the first of them
 * @param childrenTotal how many there are
 * @param origins whose finished steps it has, the nearest first
 * @param forks the runs that have its finished steps
 */
record LineageView(
        Relative run,
        List<Relative> ancestors,
        List<Relative> children,
        long childrenTotal,
        List<Relative> origins,
        List<Relative> forks) {

    LineageView {
        ancestors = List.copyOf(ancestors);
        children = List.copyOf(children);
        origins = List.copyOf(origins);
        forks = List.copyOf(forks);
    }

    /** One of them. */
    record Relative(String id, String workflow, String state, @Nullable String reason) {

        static Relative of(Run run) {
            return new Relative(
                    run.id().toString(),
                    run.workflow(),
                    run.state().name(),
                    StepView.name(run.reason()));
        }

        static Relative of(RunRow run) {
            return new Relative(
                    run.id().toString(),
                    run.workflow(),
                    run.state().name(),
                    StepView.name(run.reason()));
        }
    }
}
