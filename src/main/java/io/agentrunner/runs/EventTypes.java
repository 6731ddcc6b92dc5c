package io.agentrunner.runs;

import java.util.List;

/** The names of all events that can be in a journal, as clients know them. */
final class EventTypes {

    static final List<String> ALL =
            List.of(
                    "approval.decided",
                    "approval.requested",
                    "artifact.created",
                    "child.ended",
                    "child.started",
                    "flow.branched",
                    "flow.diverged",
                    "run.cancel_requested",
                    "run.canceled",
                    "run.completed",
                    "run.created",
                    "run.failed",
                    "run.forked",
                    "run.paused",
                    "run.recovered",
                    "run.resumed",
                    "run.started",
                    "run.step_requested",
                    "run.timed_out",
                    "run.waiting",
                    "side_effect.recorded",
                    "signal.received",
                    "step.canceled",
                    "step.completed",
                    "step.failed",
                    "step.resumed",
                    "step.retry_scheduled",
                    "step.skipped",
                    "step.started",
                    "step.timed_out",
                    "step.waiting");

    private EventTypes() {}
}
