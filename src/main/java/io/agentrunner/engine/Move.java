package io.agentrunner.engine;

import io.agentrunner.journal.Transition;
import io.agentrunner.journal.Transition.Wait;
import io.agentrunner.run.Deadlines;
import io.agentrunner.run.Deadlines.Deadline;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for a run that exists.
 *
 * @param keptUntil a wait that is over by then is spent in this node's memory
 */
record Move(Run before, Run after, List<RunEvent> events, Instant keptUntil) {

    Transition transition(Workflow workflow) {
        return new Transition(before, after, events, wait(workflow), null);
    }

    private @Nullable Wait wait(Workflow workflow) {
        return after.state() == RunState.WAITING
                ? Deadlines.next(workflow, after)
                        .map(Deadline::at)
                        .map(at -> new Wait(at, !at.isAfter(keptUntil)))
                        .orElse(null)
                : null;
    }
}
