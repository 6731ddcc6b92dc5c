package io.agentrunner.run;

import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something random that befalls a run, whatever it is doing.
 *
 * @param aim what a report is about
 * @param seconds by which the clock has moved, backwards too; a wake-up comes no earlier than due
 * @param pick in [0, 1): which of several steps
 * @param luck in [0, 1): for everything else left to chance
 * @param elsewhere whether a fact is told to a node that does not have the run
 */
record Move(Kind kind, Aim aim, int seconds, double pick, double luck, boolean elsewhere) {

    enum Kind {
        START,
        COMPLETE,
        FAIL,
        TIME_OUT_ATTEMPT,
        TIME_OUT_STEP,
        SLEEP,
        ASK,
        LISTEN,
        SPAWN,
        ACT,
        STOP,
        HAND_OVER,
        WAKE,
        FIND_NO_PLACE,
        PAUSE,
        RESUME,
        TAKE_STEP,
        APPROVE,
        REJECT,
        SEND,
        END_CHILD,
        CANCEL,
        RECOVER,
        GIVE_UP
    }

    enum Aim {
        LATEST_ATTEMPT,
        ATTEMPT_BEFORE,
        ATTEMPT_TO_COME,
        FIRST_STEP,
        UNKNOWN_STEP
    }

    private static final List<Artifact> SOME = List.of(Samples.REPORT);

    Instant at(Workflow workflow, Run run) {
        var now = run.updatedAt().plusSeconds(seconds);
        var due = Deadlines.next(workflow, run).map(Deadlines.Deadline::at).orElse(now);
        return kind == Kind.WAKE && due.isAfter(now) ? due : now;
    }

    RunCommand command(Workflow workflow, Run run) {
        var step = step(run);
        int attempt = attempt(run, step);
        return switch (kind) {
            case START -> new Start();
            case COMPLETE -> complete(workflow, run, step, attempt);
            case FAIL -> fail(step, attempt, luck < 0.9 ? "EXIT_1" : "FINAL", Reason.STEP_FAILED);
            case TIME_OUT_ATTEMPT -> fail(step, attempt, "TIMEOUT", Reason.ATTEMPT_TIMEOUT);
            case TIME_OUT_STEP -> fail(step, attempt, "TIMEOUT", Reason.STEP_TIMEOUT);
            case SLEEP, ASK, LISTEN, SPAWN -> suspend(workflow, run, step, attempt);
            case ACT -> new RecordEffect(step, attempt, new Effect("now", String.valueOf(luck)));
            case STOP -> new StopStep(step, attempt, SOME);
            case HAND_OVER -> new HandOver(step, attempt);
            case WAKE -> new WakeUp();
            case FIND_NO_PLACE -> new AwaitCapacity();
            case PAUSE, RESUME, TAKE_STEP, APPROVE, REJECT, SEND, END_CHILD, CANCEL ->
                    new Hear(fact(run));
            case RECOVER -> new Recover(Samples.NODE);
            case GIVE_UP -> new Fail(Reason.PAYLOAD_LIMIT, "too much");
        };
    }

    private Fact fact(Run run) {
        return switch (kind) {
            case PAUSE -> new Pause(luck < 0.5 ? null : "look first");
            case RESUME -> new Resume();
            case TAKE_STEP -> new TakeStep();
            case APPROVE -> decide(run, true);
            case REJECT -> decide(run, false);
            case SEND -> new Send(new Signal(signal(), String.valueOf(luck)));
            case END_CHILD -> endChild(run);
            default -> new Cancel(luck < 0.5 ? null : "enough");
        };
    }

    /** A step around others first waits for those. */
    private RunCommand complete(Workflow workflow, Run run, StepKey step, int attempt) {
        return hasToFan(workflow, run, step)
                ? new SuspendStep(step, attempt, branches(workflow, step))
                : new CompleteStep(step, attempt, "1", SOME);
    }

    /** A step around others waits for nothing but those, once. */
    private RunCommand suspend(Workflow workflow, Run run, StepKey step, int attempt) {
        return nested(workflow, step).isPresent()
                ? complete(workflow, run, step, attempt)
                : new SuspendStep(step, attempt, wait(run));
    }

    private Wait wait(Run run) {
        var until = run.updatedAt().plusSeconds((long) (luck * 100));
        var limit = luck < 0.5 ? null : until;
        return switch (kind) {
            case ASK -> new Wait.Approval(Samples.SHIP.request(), limit);
            case LISTEN -> new Wait.Signal(signal(), limit);
            case SPAWN -> new Wait.Child(Situation.CHILD, "parcel");
            default -> new Wait.Sleep("sleeps", until);
        };
    }

    static boolean hasToFan(Workflow workflow, Run run, StepKey step) {
        return nested(workflow, step).isPresent()
                && run.steps().find(step).filter(it -> it.awaited() instanceof Branches).isEmpty();
    }

    private Wait.Branches branches(Workflow workflow, StepKey step) {
        return branches(workflow, step, (int) (luck * 4));
    }

    static Wait.Branches branches(Workflow workflow, StepKey step, int size) {
        var items = nested(workflow, step).orElseThrow() instanceof Nested.ForEach ? size : 0;
        return new Wait.Branches(Collections.nCopies(items, "1"), "the steps inside");
    }

    private static Optional<Nested> nested(Workflow workflow, StepKey step) {
        return workflow.step(step.path()).flatMap(it -> Optional.ofNullable(it.nested()));
    }

    private String signal() {
        return pick < 0.7 ? "x" : "y";
    }

    private Decide decide(Run run, boolean approved) {
        var asked =
                run.steps().stream()
                        .filter(it -> it.awaited() instanceof Awaited.Approval)
                        .toList();
        var path = asked.isEmpty() ? "s1" : picked(asked).key().path();
        return new Decide(path, Samples.verdict(approved, luck < 0.5 ? null : "Ann"));
    }

    private EndChild endChild(Run run) {
        var children = run.steps().stream().filter(it -> it.awaited() instanceof Child).toList();
        var end =
                luck < 0.5
                        ? new ChildEnd(RunState.COMPLETED, "1", null)
                        : new ChildEnd(RunState.FAILED, null, "no stamps");
        var step = children.isEmpty() ? null : picked(children);
        return new EndChild(
                step == null ? StepKey.first("s1") : step.key(),
                step == null ? 1 : step.attempt().number(),
                luck < 0.9 ? Situation.CHILD : Samples.ID,
                end);
    }

    private FailStep fail(StepKey step, int attempt, String code, Reason reason) {
        return new FailStep(step, attempt, Failure.of(code, "it broke"), reason, SOME, luck);
    }

    private StepKey step(Run run) {
        return switch (aim) {
            case UNKNOWN_STEP -> StepKey.first("nobody");
            case FIRST_STEP -> StepKey.first("s1");
            case LATEST_ATTEMPT, ATTEMPT_BEFORE, ATTEMPT_TO_COME -> likely(run);
        };
    }

    /** One that runs, if one does. */
    private StepKey likely(Run run) {
        var running =
                run.steps().active().stream()
                        .filter(it -> it.state() == StepState.RUNNING)
                        .toList();
        if (!running.isEmpty()) {
            return picked(running).key();
        }
        return run.steps().isEmpty() ? StepKey.first("s1") : run.steps().getLast().key();
    }

    private StepRun picked(List<StepRun> steps) {
        return steps.get((int) (pick * steps.size()));
    }

    private int attempt(Run run, StepKey step) {
        int latest = run.steps().find(step).map(it -> it.attempts().size()).orElse(1);
        return switch (aim) {
            case LATEST_ATTEMPT, FIRST_STEP, UNKNOWN_STEP -> latest;
            case ATTEMPT_BEFORE -> latest - 1;
            case ATTEMPT_TO_COME -> latest + 1;
        };
    }

    /** What is told where: a fact is left for the node that has the run, or heard by it. */
    @Nullable Fact left(RunCommand command) {
        return elsewhere && command instanceof Hear(var fact) ? fact : null;
    }
}
