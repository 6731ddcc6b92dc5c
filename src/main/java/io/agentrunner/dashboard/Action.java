package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.run.Decision;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Forks;
import io.agentrunner.run.Here;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunDecider;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that can be done with a run at this moment, as a button. What the rules would refuse,
 * or what would change nothing, is none.
 */
public record Action(String words, String icon, String css, Form form) {

    /** What can be done at once. */
    static List<Action> of(Run run, Workflow workflow, Visit visit) {
        var rules = new Rules(run, workflow, visit.now());
        var id = run.id().toString();
        var actions = new ArrayList<Action>();
        if (rules.allow(new Resume())) {
            actions.add(
                    new Action(resume(run), "i-play", "primary", visit.form("runs", id, "resume")));
        }
        if (run.isPaused() && rules.begins(new TakeStep())) {
            actions.add(new Action("Step", "i-next", "", visit.form("runs", id, "step")));
        }
        if (rules.allow(new Pause(null))) {
            actions.add(new Action("Pause", "i-paused", "", visit.form("runs", id, "pause")));
        }
        if (Forks.refuseRetry(workflow, run).isEmpty()) {
            actions.add(new Action("Retry", "i-retry", "primary", visit.form("runs", id, "retry")));
        }
        return actions;
    }

    private static String resume(Run run) {
        return run.reason() == Reason.RETRIES_EXHAUSTED ? "Try again" : "Resume";
    }

    /** The end, which somebody has to want twice. */
    static Optional<Action> cancel(Run run, Workflow workflow, Visit visit) {
        return new Rules(run, workflow, visit.now()).allow(new Cancel(null))
                ? Optional.of(
                        new Action(
                                "Cancel run",
                                "i-x",
                                "danger",
                                visit.form("runs", run.id().toString(), "cancel")))
                : Optional.empty();
    }

    /** What the engine would be told, asked beforehand. */
    private record Rules(Run run, Workflow workflow, Instant now) {

        boolean allow(Fact fact) {
            return changes(RunDecider.record(workflow, run, fact, new Here("", now)));
        }

        /** Also whether there is anything that could begin by it. */
        boolean begins(Fact fact) {
            return changes(RunDecider.decide(workflow, run, new Hear(fact), new Here("", now)));
        }

        private static boolean changes(Decision decision) {
            return decision instanceof Accepted(var events) && !events.isEmpty();
        }
    }
}
