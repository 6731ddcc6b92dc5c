package io.agentrunner.run;

import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.StepPath;

/** What each turn makes of the run, and when it may come. */
record FlowFold(Run run, long seq, FlowEvent event) {

    static Run evolve(Run run, long seq, FlowEvent event) {
        return new FlowFold(run, seq, event).evolve();
    }

    private Run evolve() {
        require(
                run.state() == RunState.RUNNING || run.state() == RunState.WAITING,
                "a run turns once it was started");
        require(StepPath.isTopLevel(event.step().path()), "only the timeline turns");
        require(!run.isCancelRequested(), "the run is to be canceled");
        require(run.steps().running() + run.steps().waiting() == 0, "a step has not ended");
        return switch (event) {
            case Turned turned -> turned(turned);
            case StepSkipped skipped -> skipped(skipped);
        };
    }

    private Run turned(Turned turned) {
        require(
                run.state() == RunState.RUNNING || turned.turn() == Turn.DIVERGE,
                "a step succeeds in a running run");
        var expected = turned.turn() == Turn.BRANCH ? StepState.COMPLETED : StepState.FAILED;
        require(
                run.steps()
                        .find(turned.step())
                        .filter(step -> step.state() == expected && !step.dropped())
                        .isPresent(),
                "only a step that is " + expected + " is followed by that");
        require(
                run.route().next() == null && !run.route().isDeadEnd(),
                "the run has turned already");
        var steps = run.steps();
        for (var name : turned.way().dropped()) {
            var latest = steps.latest(name);
            require(latest.isPresent(), "there is nothing to drop of " + name);
            steps = steps.with(latest.get().drop());
        }
        return run.with(seq, event.at(), steps).with(run.route().with(turned));
    }

    private Run skipped(StepSkipped skipped) {
        require(run.route().next() != null, "steps are skipped on the way to another");
        int before = run.steps().iterations(skipped.step().path());
        require(skipped.step().iteration() == before + 1, "the iteration is " + (before + 1));
        var step = StepRun.skipped(skipped.step(), skipped.type(), event.at());
        return run.with(seq, event.at(), run.steps().with(step));
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalTransition(run, seq, event, rule);
        }
    }
}
