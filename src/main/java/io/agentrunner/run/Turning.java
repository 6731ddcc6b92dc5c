package io.agentrunner.run;

import io.agentrunner.run.Expressions.Judgement.Applies;
import io.agentrunner.run.Expressions.Judgement.DoesNotApply;
import io.agentrunner.run.Expressions.Judgement.Unclear;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action.BackTo;
import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Action.Fail;
import io.agentrunner.workflow.Clause.Action.SkipTo;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Step;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a run goes on after a step of its timeline has ended, by the rules of its workflow. */
record Turning(Plan plan, StepRun step) {

    /** The step succeeded. Without rules the next follows, or the end. */
    Plan completed() {
        var rules = rules(Turn.BRANCH);
        if (rules.isEmpty()) {
            return isLast() ? plan.completeRun() : plan;
        }
        return turn(Turn.BRANCH, rules)
                ? plan
                : plan.failRun(
                        Reason.NO_MATCH,
                        "no rule under `branch` applies to the result of %s; an `otherwise` would"
                                .formatted(name()));
    }

    /** The step failed for good. Without a rule that says otherwise the run does, too. */
    Plan failed(Failure failure) {
        return turn(Turn.DIVERGE, rules(Turn.DIVERGE))
                ? plan
                : plan.failRun(
                        Reason.STEP_FAILED,
                        "%s failed with %s: %s"
                                .formatted(name(), failure.code(), failure.message()));
    }

    private List<Clause> rules(Turn turn) {
        return plan.workflow().flow().clauses(turn, name());
    }

    /** Whether a rule has decided. */
    private boolean turn(Turn turn, List<Clause> rules) {
        for (int number = 1; number <= rules.size(); number++) {
            var clause = rules.get(number - 1);
            if (isUsedUp(clause, new Route.Rule(turn, name(), number))) {
                continue;
            }
            switch (plan.expressions().judge(plan.run(), step, clause)) {
                case DoesNotApply _ -> {}
                case Applies applies -> {
                    take(new Taken(turn, number, clause, applies));
                    return true;
                }
                case Unclear(var why) -> {
                    plan.failRun(
                            Reason.FLOW_FAIL, "%s: %s".formatted(place(turn, number, clause), why));
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isUsedUp(Clause clause, Route.Rule rule) {
        var max = clause.max();
        return max != null && plan.run().route().taken(rule) >= max;
    }

    private String place(Turn turn, int number, Clause clause) {
        var called = clause.name() == null ? "" : " (" + clause.name() + ")";
        return "%s of %s, rule %d%s"
                .formatted(turn.name().toLowerCase(Locale.ROOT), name(), number, called);
    }

    private record Taken(Turn turn, int number, Clause clause, Applies applies) {}

    private void take(Taken taken) {
        switch (taken.clause().then()) {
            case Continue _ -> goOn(taken);
            case BackTo(var target) -> goBack(taken, target);
            case SkipTo(var target) -> skip(taken, target);
            case Fail(var message) -> {
                turned(taken, Direction.FAIL, null, List.of());
                var evaluated = taken.applies().message();
                plan.failRun(Reason.FLOW_FAIL, evaluated == null ? message : evaluated);
            }
        }
    }

    private void goOn(Taken taken) {
        var next = plan.workflow().after(name()).map(Step::name).orElse(null);
        turned(taken, Direction.CONTINUE, next, List.of());
        if (next == null) {
            plan.resumeRun().completeRun();
        }
    }

    private void goBack(Taken taken, String target) {
        if (plan.run().steps().iterations(target) >= Flow.MOST_ITERATIONS) {
            plan.failRun(
                    Reason.LOOP_LIMIT,
                    "%s would go back to %s, which had %,d iterations, as many as a step may have"
                            .formatted(
                                    place(taken.turn(), taken.number(), taken.clause()),
                                    target,
                                    Flow.MOST_ITERATIONS));
            return;
        }
        var dropped =
                plan.workflow().from(target).stream()
                        .filter(name -> plan.run().steps().iterations(name) > 0)
                        .toList();
        turned(taken, Direction.BACK_TO, target, dropped);
    }

    private void skip(Taken taken, String target) {
        turned(taken, Direction.SKIP_TO, target, List.of());
        for (var name : plan.workflow().between(name(), target)) {
            var definition = plan.workflow().step(name).orElseThrow();
            var key = plan.run().steps().nextIteration(name);
            plan.happens(new StepSkipped(key, definition.type(), plan.now()));
        }
    }

    private void turned(
            Taken taken, Direction direction, @Nullable String to, List<String> dropped) {
        var way =
                new Way(
                        taken.number(),
                        taken.clause().name(),
                        direction,
                        to,
                        taken.applies().values(),
                        dropped);
        plan.happens(Turned.of(taken.turn(), step.key(), way, plan.now()));
    }

    private boolean isLast() {
        return plan.workflow().endsWith(name());
    }

    private String name() {
        return step.key().path();
    }
}
