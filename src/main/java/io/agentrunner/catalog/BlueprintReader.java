package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Concurrency;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns a document into a draft, as far as its fields are known and of the right types. */
final class BlueprintReader {

    static final List<String> FIELDS =
            List.of(
                    "name",
                    "versionLabel",
                    "description",
                    "inputs",
                    "timeout",
                    "timeline",
                    "steps",
                    "predicates",
                    "diverge",
                    "branch",
                    "recovery",
                    "concurrency",
                    "output");
    static final List<String> CONCURRENCY_FIELDS = List.of("max", "key");

    private final Source source;
    private final List<Mistake> mistakes = new ArrayList<>();

    BlueprintReader(Source source) {
        this.source = source;
    }

    /** What was wrong with the fields, once {@link #read} has run. */
    List<Mistake> mistakes() {
        return mistakes;
    }

    /** The draft; fields with mistakes are as if they were absent. */
    Draft read() {
        var root = source.root();
        if (!root.isObject()) {
            mistakes.add(source.at("", "must be an object with name, timeline and steps"));
            return draft(Fields.none(source));
        }
        return draft(new Fields(source, mistakes, "", root));
    }

    private Draft draft(Fields root) {
        root.allow(FIELDS);
        root.require("name", "what runs are started by");
        root.require("timeline", "the list of the steps' names, in order");
        root.require("steps", "the steps by name");
        var steps = new StepReader(Fields.none(source));
        return new Draft(
                root.text("name").orElse(""),
                root.label("versionLabel").orElse(null),
                root.text("description").orElse(null),
                root.typed("inputs", JsonNode::isObject, "a JSON Schema")
                        .map(Json::write)
                        .orElse(null),
                root.duration("timeout").orElse(null),
                root.texts("timeline"),
                root.object("steps").map(steps::steps).orElse(Map.of()),
                FlowReader.flow(root),
                root.oneOf("recovery", List.of("resume", "fail"))
                        .map(it -> it.equals("fail") ? Recovery.FAIL : Recovery.RESUME)
                        .orElse(Recovery.RESUME),
                root.object("concurrency").map(BlueprintReader::concurrency).orElse(null),
                root.any("output").map(Json::write).orElse(null));
    }

    private static Concurrency concurrency(Fields concurrency) {
        concurrency.allow(CONCURRENCY_FIELDS);
        concurrency.require("max", "how many runs may be under way at a time");
        return new Concurrency(
                concurrency.integer("max").orElse(1),
                concurrency
                        .text("key")
                        .map(text -> Json.write(TextNode.valueOf(asTemplate(text))))
                        .orElse(null));
    }

    /** A key that never changes would be none: what is no template is meant as an expression. */
    static String asTemplate(String key) {
        return TemplateText.hasTemplate(key) ? key : "${" + key + "}";
    }
}
