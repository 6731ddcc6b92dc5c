package io.agentrunner.run;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run needs to go on, as a kind world gives it. */
final class Luckily {

    private Luckily() {}

    static History.Turn goesOn(Workflow workflow, Run run) {
        var due = Deadlines.next(workflow, run).map(Deadlines.Deadline::at).orElse(run.updatedAt());
        var command = command(workflow, run);
        var now = command instanceof WakeUp ? due : run.updatedAt();
        return History.turn(workflow, run, command, now);
    }

    private static RunCommand command(Workflow workflow, Run run) {
        if (run.isPaused() && !run.isCancelRequested()) {
            return new Hear(new Resume());
        }
        if (run.state() == RunState.QUEUED) {
            return new Start();
        }
        return under(workflow, run).orElseGet(() -> waited(run));
    }

    private static Optional<RunCommand> under(Workflow workflow, Run run) {
        var unwanted = Stopping.unwanted(workflow, run);
        return run.steps().active().stream()
                .filter(step -> step.state() == StepState.RUNNING)
                .findFirst()
                .map(step -> ended(workflow, run, step, unwanted.contains(step.key())));
    }

    private static RunCommand ended(Workflow workflow, Run run, StepRun step, boolean isUnwanted) {
        int attempt = step.attempt().number();
        if (isUnwanted) {
            return new StopStep(step.key(), attempt, List.of());
        }
        return Move.hasToFan(workflow, run, step.key())
                ? new SuspendStep(step.key(), attempt, Move.branches(workflow, step.key(), 2))
                : new CompleteStep(step.key(), attempt, "1", List.of());
    }

    /** The first answer that a step waits for; where none waits for one, time goes on. */
    private static RunCommand waited(Run run) {
        return run.steps().active().stream()
                .filter(step -> step.state() == StepState.WAITING)
                .flatMap(step -> Optional.ofNullable(answer(step)).stream())
                .findFirst()
                .<RunCommand>map(Hear::new)
                .orElseGet(WakeUp::new);
    }

    private static @Nullable Fact answer(StepRun step) {
        if (step.reason() == Reason.RETRIES_EXHAUSTED) {
            return new Resume();
        }
        if (step.attempt().state() != StepState.WAITING) {
            return null;
        }
        return switch (step.awaited()) {
            case Approval(_, var verdict) when verdict == null ->
                    new Decide(
                            step.key().path(), new Verdict(true, null, null, null, Instant.EPOCH));
            case Awaited.Signal(var name, _) -> new Send(new Signal(name, "1"));
            case Child(var child, _, var end) when end == null ->
                    new EndChild(
                            step.key(),
                            step.attempt().number(),
                            child,
                            new ChildEnd(RunState.COMPLETED, "1", null));
            case null, default -> null;
        };
    }
}
