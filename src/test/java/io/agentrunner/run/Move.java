package io.agentrunner.run;

import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Output;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something random that befalls a run, whatever it is doing.
 *
 * @param aim what a report is about
 * @param seconds by which the clock has moved, backwards too; a wake-up comes no earlier than due
 * @param luck in [0, 1): for everything else left to chance
 */
record Move(Kind kind, Aim aim, int seconds, double luck) {

    enum Kind {
        START,
        COMPLETE,
        COMPLETE_BADLY,
        FAIL,
        TIME_OUT_ATTEMPT,
        TIME_OUT_STEP,
        SLEEP,
        ASK,
        STOP,
        HAND_OVER,
        WAKE,
        FIND_NO_PLACE,
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

    RunCommand command(Run run) {
        var step = step(run);
        int attempt = attempt(run);
        return switch (kind) {
            case START -> new Start();
            case COMPLETE -> complete(step, attempt, null);
            case COMPLETE_BADLY -> complete(step, attempt, new Output.Unusable("no"));
            case FAIL -> fail(step, attempt, luck < 0.9 ? "EXIT_1" : "FINAL", Reason.STEP_FAILED);
            case TIME_OUT_ATTEMPT -> fail(step, attempt, "TIMEOUT", Reason.ATTEMPT_TIMEOUT);
            case TIME_OUT_STEP -> fail(step, attempt, "TIMEOUT", Reason.STEP_TIMEOUT);
            case SLEEP -> {
                var until = run.updatedAt().plusSeconds((long) (luck * 100));
                yield new SuspendStep(step, attempt, new Wait.Sleep("sleeps", until));
            }
            case ASK -> new SuspendStep(step, attempt, Samples.SHIP);
            case STOP -> new StopStep(step, attempt, SOME);
            case HAND_OVER -> new HandOver(step, attempt);
            case WAKE -> new WakeUp();
            case FIND_NO_PLACE -> new AwaitCapacity();
            case CANCEL -> Samples.cancel(luck < 0.5 ? null : "enough");
            case RECOVER -> new Recover(Samples.NODE);
            case GIVE_UP -> new Fail(Reason.PAYLOAD_LIMIT, "too much");
        };
    }

    private static CompleteStep complete(StepKey step, int attempt, @Nullable Output output) {
        return new CompleteStep(step, attempt, "1", SOME, output);
    }

    private FailStep fail(StepKey step, int attempt, String code, Reason reason) {
        return new FailStep(step, attempt, Failure.of(code, "it broke"), reason, SOME, luck);
    }

    private StepKey step(Run run) {
        return switch (aim) {
            case UNKNOWN_STEP -> StepKey.first("nobody");
            case FIRST_STEP -> StepKey.first("s1");
            case LATEST_ATTEMPT, ATTEMPT_BEFORE, ATTEMPT_TO_COME ->
                    run.steps().isEmpty() ? StepKey.first("s1") : run.steps().getLast().key();
        };
    }

    private int attempt(Run run) {
        int latest = run.steps().isEmpty() ? 1 : run.steps().getLast().attempt().number();
        return switch (aim) {
            case LATEST_ATTEMPT, FIRST_STEP, UNKNOWN_STEP -> latest;
            case ATTEMPT_BEFORE -> latest - 1;
            case ATTEMPT_TO_COME -> latest + 1;
        };
    }
}
