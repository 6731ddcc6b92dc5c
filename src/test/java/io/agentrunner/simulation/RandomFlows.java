package io.agentrunner.simulation;

import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Flow.Turn;
import io.agentrunner.workflow.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Rules for the steps of a timeline, as chance has it. They follow from the steps alone. */
final class RandomFlows {

    private final RandomGenerator random;
    private final List<String> names;

    private RandomFlows(List<Step> timeline) {
        this.random = new SplittableRandom(timeline.toString().hashCode());
        this.names = timeline.stream().map(Step::name).toList();
    }

    static Flow of(List<Step> timeline) {
        var flows = new RandomFlows(timeline);
        return flows.chance(0.7)
                ? Flow.STRAIGHT
                : new Flow(flows.rules(Turn.DIVERGE), flows.rules(Turn.BRANCH));
    }

    private Map<String, List<Clause>> rules(Turn turn) {
        var rules = new LinkedHashMap<String, List<Clause>>();
        for (var name : names) {
            if (chance(0.5)) {
                rules.put(name, clauses(turn, names.indexOf(name)));
            }
        }
        return rules;
    }

    private List<Clause> clauses(Turn turn, int at) {
        var clauses = new ArrayList<Clause>();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            var condition = new Condition.When(String.valueOf(random.nextInt()));
            clauses.add(new Clause(condition, action(at), 1 + random.nextInt(2)));
        }
        if (turn == Turn.BRANCH && chance(0.8)) {
            clauses.add(new Clause(new Condition.Otherwise(), new Action.Continue(), null));
        }
        return clauses;
    }

    private Action action(int at) {
        int later = names.size() - 1 - at;
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Action.BackTo(names.get(random.nextInt(at + 1)));
            case 2, 3 ->
                    later == 0
                            ? new Action.Continue()
                            : new Action.SkipTo(names.get(at + 1 + random.nextInt(later)));
            default -> chance(0.3) ? new Action.Fail("no use") : new Action.Continue();
        };
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
