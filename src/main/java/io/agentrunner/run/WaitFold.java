package io.agentrunner.run;

import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.ChildStarted;
import io.agentrunner.run.WaitEvent.OfStep;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.util.ArrayList;

/** What each question to the outside and each answer makes of the run, and when it may come. */
final class WaitFold {

    private final Run run;
    private final long seq;
    private final WaitEvent event;

    private WaitFold(Run run, long seq, WaitEvent event) {
        this.run = run;
        this.seq = seq;
        this.event = event;
    }

    static Run evolve(Run run, long seq, WaitEvent event) {
        return new WaitFold(run, seq, event).evolve();
    }

    private Run evolve() {
        return switch (event) {
            case SignalReceived(var signal, _) -> received(signal);
            case ApprovalRequested asked -> asked(asked);
            case ApprovalDecided decided -> decided(decided);
            case ChildStarted started -> started(started);
            case ChildEnded ended -> ended(ended);
        };
    }

    private Run received(Signal signal) {
        var all = new ArrayList<>(run.signals());
        all.add(signal);
        return run.with(seq, event.at(), all);
    }

    private Run asked(ApprovalRequested asked) {
        var step = running(asked);
        return to(step.awaiting(new Awaited.Approval(asked.request(), null)));
    }

    private Run decided(ApprovalDecided decided) {
        var step = waiting(decided);
        if (step.awaited() instanceof Awaited.Approval(var request, var verdict)
                && verdict == null) {
            return to(step.awaiting(new Awaited.Approval(request, decided.verdict())));
        }
        throw refused("the step waits for no decision");
    }

    private Run started(ChildStarted started) {
        var step = running(started);
        return to(step.awaiting(new Awaited.Child(started.child(), started.workflow(), null)));
    }

    private Run ended(ChildEnded ended) {
        var step = waiting(ended);
        if (step.awaited() instanceof Awaited.Child(var child, var workflow, var end)
                && child.equals(ended.child())
                && end == null) {
            return to(step.awaiting(new Awaited.Child(child, workflow, ended.end())));
        }
        throw refused("the step does not wait for that run");
    }

    private StepRun running(OfStep about) {
        var step = latest(about);
        require(step.isRunning(about.attempt()), "the attempt does not run");
        return step;
    }

    private StepRun waiting(OfStep about) {
        var step = latest(about);
        require(step.attempt().state() == StepState.WAITING, "the attempt does not wait");
        return step;
    }

    private StepRun latest(OfStep about) {
        var step = run.steps().find(about.step());
        require(step.isPresent(), "the step was not started");
        require(
                step.get().attempt().number() == about.attempt(),
                "the latest attempt is " + step.get().attempt().number());
        return step.get();
    }

    private Run to(StepRun step) {
        return run.with(seq, event.at(), run.steps().with(step));
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw refused(rule);
        }
    }

    private IllegalTransition refused(String rule) {
        return new IllegalTransition(run, seq, event, rule);
    }
}
