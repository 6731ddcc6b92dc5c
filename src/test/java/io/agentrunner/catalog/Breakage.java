package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A way to break a blueprint that was right. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Breakage {
    UNKNOWN_STEP(it -> it.inTimeline("nowhere")),
    STEP_TWICE(it -> it.inTimeline(it.name(it.at == 0 ? 1 : 0))),
    STEP_LEFT_OUT(
            it -> {
                it.steps().set("another", RandomBlueprints.json("{'type': 'set', 'value': 1}"));
                return "/steps/another";
            }),
    UNKNOWN_TYPE(it -> it.inStep("type", "'shel'")),
    UNKNOWN_FIELD(it -> it.inStep("colour", "'red'")),
    WRONG_TYPE(it -> it.inStep("maxCrashes", "'many'")),
    OUT_OF_RANGE(it -> it.inStep("maxCrashes", "0")),
    NO_DURATION(it -> it.inStep("totalTimeout", "'5 minutes'")),
    NEEDED_FIELD_MISSING(
            it -> {
                it.step().removeAll().put("type", "signal");
                return "/steps/" + it.name();
            }),
    NO_TYPE(
            it -> {
                it.step().remove("type");
                return "/steps/" + it.name();
            }),
    RETRY_OF_NO_KIND(
            it -> {
                it.value("1").set("retry", RandomBlueprints.json("{'maxAttemps': 2}"));
                return "/steps/" + it.name() + "/retry/maxAttemps";
            }),
    UNKNOWN_FIELD_OF_ALL(it -> it.inRoot("timelin", "[]")),
    NO_NAME(it -> it.inRoot("name", "'No Name'")),
    NO_TIMELINE(
            it -> {
                it.root.remove("timeline");
                return "";
            }),
    WRONG_RECOVERY(it -> it.inRoot("recovery", "'sometimes'")),
    LATER_STEP(it -> it.inValue("${steps." + it.last() + "}")),
    STEP_OF_ANOTHER(it -> it.inValue("${steps.nowhere}")),
    NO_EXPRESSION(it -> it.inValue("${inputs.total +}")),
    NEVER_CLOSED(it -> it.inValue("${inputs.total")),
    UNKNOWN_INPUT(it -> it.inValue("${inputs.totl}")),
    UNKNOWN_FUNCTION(it -> it.inValue("${frobnicate(inputs.total)}")),
    TYPES_APART(it -> it.inValue("${inputs.total + 'x'}")),
    SECRET_RECORDED(it -> it.inValue("${secrets.KEY}")),
    ITEM_OF_NOTHING(it -> it.inValue("${item}")),
    SKIP_BACK(
            it ->
                    it.rule(
                            "{'otherwise': true, 'then': {'skipTo': '%s'}}".formatted(it.name()),
                            "/then/skipTo")),
    BACK_TO_LATER(
            it -> {
                it.at = 0;
                return it.rule(
                        "{'otherwise': true, 'then': {'backTo': '%s'}}".formatted(it.last()),
                        "/then/backTo");
            }),
    UNKNOWN_TARGET(
            it -> it.rule("{'otherwise': true, 'then': {'skipTo': 'nowhere'}}", "/then/skipTo")),
    UNKNOWN_ACTION(it -> it.rule("{'otherwise': true, 'then': 'stop'}", "/then")),
    TWO_ACTIONS(
            it ->
                    it.rule(
                            "{'otherwise': true, 'then': {'fail': 'x', 'backTo': 'step0'}}",
                            "/then")),
    MAX_OF_NOTHING(it -> it.rule("{'otherwise': true, 'then': 'continue', 'max': 0}", "/max")),
    NO_CONDITION(it -> it.rule("{'then': 'continue'}", "")),
    UNKNOWN_PREDICATE(it -> it.rule("{'when': 'smal', 'then': 'continue'}", "/when")),
    NEVER_TRUE(it -> it.rule("{'when': 'inputs.total', 'then': 'continue'}", "/when")),
    ERROR_OF_SUCCESS(
            it -> it.rule("{'when': 'error.code == \\\"X\\\"', 'then': 'continue'}", "/when")),
    BINDS_NOTHING(it -> it.rule("{'match': {'result': '$'}, 'then': 'continue'}", "/match")),
    RULES_OF_NOBODY(
            it -> {
                it.rules()
                        .putArray("nowhere")
                        .add(RandomBlueprints.json("{'otherwise': true, 'then': 'continue'}"));
                return "/branch/nowhere";
            }),
    BROKEN_PREDICATE(it -> it.predicate("more", "inputs.total <")),
    PREDICATE_THAT_HIDES(it -> it.predicate("steps", "true"));

    private final Function<Site, String> breaking;

    Breakage(Function<Site, String> breaking) {
        this.breaking = breaking;
    }

    /** Breaks it. Answers where a mistake has to be told. */
    String breakIt(ObjectNode document, SplittableRandom random) {
        return breaking.apply(new Site(document, random));
    }

    /** A step of a document, of which something is changed. */
    private static final class Site {
        private final ObjectNode root;
        private int at;

        private Site(ObjectNode root, SplittableRandom random) {
            this.root = root;
            this.at = random.nextInt(root.get("timeline").size());
        }

        private ArrayNode timeline() {
            return (ArrayNode) root.get("timeline");
        }

        private ObjectNode steps() {
            return (ObjectNode) root.get("steps");
        }

        private ObjectNode rules() {
            return (ObjectNode) root.get("branch");
        }

        private String name(int index) {
            return timeline().get(index).textValue();
        }

        private String name() {
            return name(at);
        }

        private String last() {
            return name(timeline().size() - 1);
        }

        private ObjectNode step() {
            return (ObjectNode) steps().get(name());
        }

        private String inTimeline(String name) {
            timeline().insert(timeline().size(), name);
            return "/timeline/" + (timeline().size() - 1);
        }

        private String inRoot(String field, String json) {
            root.set(field, parsed(json));
            return "/" + field;
        }

        private String inStep(String field, String json) {
            step().set(field, parsed(json));
            return "/steps/" + name() + "/" + field;
        }

        private static com.fasterxml.jackson.databind.JsonNode parsed(String json) {
            return Json.parse(json.replace("'", "\""));
        }

        private ObjectNode value(String value) {
            return step().removeAll().put("type", "set").put("value", value);
        }

        private String inValue(String value) {
            value(value);
            return "/steps/" + name() + "/value";
        }

        private String rule(String rule, String place) {
            rules().putArray(name()).add(RandomBlueprints.json(rule));
            return "/branch/" + name() + "/0" + place;
        }

        private String predicate(String name, String expression) {
            ((ObjectNode) root.get("predicates")).put(name, expression);
            return "/predicates/" + name;
        }
    }
}
