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

    /**
     * One of them.
     *
     * @param forkReason why somebody wanted it to be made again from another, where they said
     */
    record Relative(
            String id,
            String workflow,
            String state,
            @Nullable String reason,
            @Nullable String forkReason) {

        static Relative of(Run run) {
            return new Relative(
                    run.id().toString(),
                    run.workflow(),
                    run.state().name(),
                    StepView.name(run.reason()),
                    run.created().reason());
        }

        /** A child, which nobody makes again as one. */
        static Relative of(RunRow run) {
            return new Relative(
                    run.id().toString(),
                    run.workflow(),
                    run.state().name(),
                    StepView.name(run.reason()),
                    null);
        }
    }
}
