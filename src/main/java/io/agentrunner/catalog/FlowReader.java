package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Action;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns {@code diverge} and {@code branch} of a document into a flow. */
final class FlowReader {

    static final List<String> CLAUSE_FIELDS =
            List.of("name", "match", "when", "java", "otherwise", "then", "max");
    static final List<String> ACTIONS = List.of("continue", "backTo", "skipTo", "fail");

    private static final List<String> JUMPS = ACTIONS.subList(1, ACTIONS.size());

    private FlowReader() {}

    static Flow flow(Fields root) {
        return new Flow(clauses(root, "diverge"), clauses(root, "branch"), predicates(root));
    }

    private static Map<String, String> predicates(Fields root) {
        var all = new LinkedHashMap<String, String>();
        root.object("predicates")
                .ifPresent(
                        named -> {
                            for (var field : named.node().properties()) {
                                var name = field.getKey();
                                named.text(name).ifPresent(text -> all.put(name, text));
                            }
                        });
        return all;
    }

    /** Pointers to what asks predicates of the program. */
    static List<String> javaRules(JsonNode root) {
        var found = new ArrayList<String>();
        for (var turn : List.of("diverge", "branch")) {
            for (var step : root.path(turn).properties()) {
                for (int i = 0; i < step.getValue().size(); i++) {
                    if (step.getValue().path(i).has("java")) {
                        var rules = Pointer.to("/" + turn, step.getKey());
                        found.add(Pointer.to(Pointer.to(rules, i), "java"));
                    }
                }
            }
        }
        return found;
    }

    private static Map<String, List<Clause>> clauses(Fields root, String turn) {
        var all = new LinkedHashMap<String, List<Clause>>();
        root.object(turn)
                .ifPresent(
                        steps -> {
                            for (var step : steps.node().properties()) {
                                var list = steps.objects(step.getKey(), "a list of rules");
                                all.put(
                                        step.getKey(),
                                        list.stream().map(FlowReader::clause).toList());
                            }
                        });
        return all;
    }

    /** What has mistakes is replaced by what never has any, so that each keeps its place. */
    private static Clause clause(Fields clause) {
        clause.allow(CLAUSE_FIELDS);
        return new Clause(
                condition(clause).orElseGet(Condition.Otherwise::new),
                action(clause).orElseGet(Action.Continue::new),
                clause.integer("max").orElse(null),
                clause.text("name").orElse(null));
    }

    private static Optional<Condition> condition(Fields clause) {
        if (clause.has("otherwise")) {
            if (clause.has("match") || clause.has("when")) {
                clause.refuseName(
                        "otherwise",
                        "a rule with `otherwise` applies always; remove it or the rest");
            }
            return clause.flag("otherwise").flatMap(always -> otherwise(clause, always));
        }
        if (clause.has("match")) {
            var guard = clause.text("when");
            return clause.typed("match", JsonNode::isObject, "an object")
                    .map(Json::write)
                    .map(pattern -> new Condition.Match(pattern, guard.orElse(null)));
        }
        if (clause.has("java")) {
            return clause.text("java").map(Condition.Java::new);
        }
        return clause.require("when", "a rule has `when`, `match` or `otherwise: true`")
                ? clause.text("when").map(Condition.When::new)
                : Optional.empty();
    }

    private static Optional<Condition> otherwise(Fields clause, boolean always) {
        if (!always) {
            clause.refuse("otherwise", "must be true; a rule that never applies has no use");
        }
        return Optional.of(new Condition.Otherwise());
    }

    private static Optional<Action> action(Fields clause) {
        if (!clause.require("then", "one of " + String.join(", ", ACTIONS))) {
            return Optional.empty();
        }
        var value = clause.node().get("then");
        if (value.isTextual()) {
            return clause.oneOf("then", List.of("continue")).map(_ -> new Action.Continue());
        }
        return clause.object("then").flatMap(FlowReader::jump);
    }

    private static Optional<Action> jump(Fields then) {
        then.allow(JUMPS);
        var named = JUMPS.stream().filter(then::has).toList();
        if (named.size() != 1) {
            then.refuseSelf("must have exactly one of " + String.join(", ", JUMPS));
            return Optional.empty();
        }
        return then.text(named.getFirst())
                .map(
                        text ->
                                switch (named.getFirst()) {
                                    case "backTo" -> new Action.BackTo(text);
                                    case "skipTo" -> new Action.SkipTo(text);
                                    default -> new Action.Fail(text);
                                });
    }
}
