package io.agentrunner.run;

import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random rules for the steps of a timeline; every second workflow has none. */
final class Flows {

    private Flows() {}

    static Arbitrary<Flow> of(List<Step> timeline) {
        var names = timeline.stream().map(Step::name).toList();
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(Flow.STRAIGHT)),
                Tuple.of(1, Combinators.combine(rules(names), rules(names)).as(Flow::new)));
    }

    private static Arbitrary<Map<String, List<Clause>>> rules(List<String> names) {
        var each = names.stream().map(name -> clauses(names, name).list().ofMaxSize(3)).toList();
        return Combinators.combine(each)
                .as(
                        all -> {
                            var rules = new LinkedHashMap<String, List<Clause>>();
                            for (int i = 0; i < names.size(); i++) {
                                if (!all.get(i).isEmpty()) {
                                    rules.put(names.get(i), all.get(i));
                                }
                            }
                            return rules;
                        });
    }

    private static Arbitrary<Clause> clauses(List<String> names, String name) {
        return Combinators.combine(
                        conditions(),
                        actions(names, names.indexOf(name)),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.of(true, false))
                .as(Flows::clause);
    }

    /** Whoever goes back does so a few times, so that every run comes to an end. */
    private static Clause clause(Condition condition, Action then, int max, boolean always) {
        return new Clause(condition, then, always && !(then instanceof Action.BackTo) ? null : max);
    }

    private static Arbitrary<Condition> conditions() {
        return Arbitraries.frequency(
                Tuple.of(3, new Condition.When("true")),
                Tuple.of(3, new Condition.When("false")),
                Tuple.of(2, new Condition.Match("EXIT_1", null)),
                Tuple.of(2, new Condition.Otherwise()),
                Tuple.of(1, new Condition.When("something")));
    }

    private static Arbitrary<Action> actions(List<String> names, int at) {
        var back = Arbitraries.of(names.subList(0, at + 1)).<Action>map(Action.BackTo::new);
        var plain = Arbitraries.of(new Action.Continue(), new Action.Fail("no use"));
        return at == names.size() - 1
                ? Arbitraries.oneOf(back, plain)
                : Arbitraries.oneOf(
                        back,
                        plain,
                        Arbitraries.of(names.subList(at + 1, names.size()))
                                .map(Action.SkipTo::new));
    }
}
