package io.agentrunner.run;

import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The steps that wait for steps inside them: they let the next begin, or come to their own end. */
record Fans(Plan plan) {

    /** Inner ones first, since the end of one may be what the one around it waits for. */
    void tend() {
        if (plan.run().steps().waiting() == 0) {
            return;
        }
        var fans =
                plan.run().steps().active().stream()
                        .filter(StepRun::waitsForSteps)
                        .map(StepRun::key)
                        .sorted(Comparator.comparingInt(key -> -StepPath.depth(key.path())))
                        .toList();
        for (var key : fans) {
            if (!plan.isOver()) {
                plan.run().steps().find(key).filter(StepRun::waitsForSteps).ifPresent(this::tend);
            }
        }
    }

    private void tend(StepRun fan) {
        if (!isEnding(fan) && !isUnwanted(fan)) {
            limit(fan);
        }
        var now = plan.run().steps().find(fan.key()).orElseThrow();
        if (isEnding(now)) {
            end(now);
        } else if (!isUnwanted(now)) {
            begin(now);
        }
    }

    private boolean isEnding(StepRun fan) {
        return Stopping.isEnding(plan.workflow(), fan);
    }

    private boolean isUnwanted(StepRun fan) {
        return Stopping.isUnwanted(plan.workflow(), plan.run(), fan);
    }

    /** Says that it is past a limit of its own. */
    private void limit(StepRun fan) {
        if (plan.run().control().holds()) {
            return;
        }
        var definition = plan.definition(fan);
        if (plan.isPastDeadline(fan)) {
            timeOut(fan, Reason.STEP_TIMEOUT);
        } else if (Deadlines.ofAttempt(definition, fan)
                .filter(at -> !at.isAfter(plan.now()))
                .isPresent()) {
            timeOut(fan, Reason.ATTEMPT_TIMEOUT);
        }
    }

    private void timeOut(StepRun fan, Reason limit) {
        plan.happens(new StepTimedOut(fan.key(), fan.attempt().number(), limit, plan.now()));
    }

    private void begin(StepRun fan) {
        var nested = Objects.requireNonNull(plan.definition(fan).nested());
        int size = size(nested, inside(fan));
        var inside = inside(fan);
        while (inside.begun() < size
                && inside.open() < nested.maxParallel()
                && !plan.run().control().holds()) {
            plan.resumeRun();
            begin(fan.key(), nested, inside.begun());
            inside = inside(plan.run().steps().find(fan.key()).orElseThrow());
        }
        if (inside.begun() == size && inside.open() == 0) {
            if (!plan.run().isPaused()) {
                plan.resumeRun();
            }
            if (plan.run().state() == RunState.RUNNING) {
                plan.resume(fan);
            }
        }
    }

    private void begin(StepKey fan, Nested nested, int index) {
        switch (nested) {
            case Nested.Parallel(var steps, _, _) -> {
                var step = steps.get(index);
                start(step, StepPath.named(fan.path(), step.name()), fan);
            }
            case Nested.ForEach(var step, _, _) ->
                    start(step, StepPath.item(fan.path(), index), fan);
        }
    }

    private void start(Step step, String path, StepKey fan) {
        plan.startStep(step, new StepKey(path, fan.iteration()));
    }

    private static int size(Nested nested, Branches inside) {
        return switch (nested) {
            case Nested.Parallel(var steps, _, _) -> steps.size();
            case Nested.ForEach _ -> inside.items().size();
        };
    }

    /** What runs inside has been told to stop; what waits ends now, and the step when all has. */
    private void end(StepRun fan) {
        var inside = inside(fan);
        var limit = inside.limit();
        var why = limit == null ? failure(inside) : outOfTime(fan, limit);
        plan.cancelSteps(idle(fan), Reason.CANCEL_REQUESTED, "not needed: " + why.message());
        var now = plan.run().steps().find(fan.key()).orElseThrow();
        if (inside(now).open() == 0) {
            new AttemptEnd(plan).failStep(now, limit == null ? Reason.STEP_FAILED : limit, why);
        }
    }

    /** The steps within it that don't run, nor does anything inside them. */
    private List<StepRun> idle(StepRun fan) {
        var within = within(fan);
        var running =
                within.stream()
                        .filter(step -> step.state() == StepState.RUNNING)
                        .map(step -> step.key().path())
                        .toList();
        return within.stream()
                .filter(step -> step.state() == StepState.WAITING)
                .filter(step -> running.stream().noneMatch(it -> isInside(it, step)))
                .toList();
    }

    private static boolean isInside(String path, StepRun around) {
        return StepPath.isInside(path, around.key().path());
    }

    private List<StepRun> within(StepRun fan) {
        var key = fan.key();
        return plan.run().steps().active().stream()
                .filter(step -> step.key().iteration() == key.iteration())
                .filter(step -> isInside(step.key().path(), fan))
                .toList();
    }

    private Failure failure(Branches inside) {
        var key = Objects.requireNonNull(inside.failed());
        var failure = plan.run().steps().find(key).orElseThrow().attempt().failure();
        return failure == null
                ? Failure.of("STEP_FAILED", key.path() + " failed")
                : new Failure(
                        failure.code(),
                        key.path() + ": " + failure.message(),
                        failure.details(),
                        null);
    }

    private Failure outOfTime(StepRun fan, Reason limit) {
        var definition = plan.definition(fan);
        var span = limit == Reason.STEP_TIMEOUT ? definition.totalTimeout() : definition.timeout();
        return Failure.of("TIMEOUT", "the step took longer than " + span);
    }

    private static Branches inside(StepRun fan) {
        return (Branches) Objects.requireNonNull(fan.awaited());
    }
}
