package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** What the fields of steps that work must be like. */
final class WorkFields {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    private WorkFields() {}

    static void checkSet(Fields step) {
        step.require("value", "it is what the step results in");
    }

    static void checkShell(Fields step) {
        if (step.require("run", "a command line, or a list of a program and its arguments")
                && step.node().get("run").isArray()) {
            checkWords(step, step.texts("run"));
        } else if (step.text("run").filter(String::isBlank).isPresent()) {
            step.refuse("run", "is empty");
        }
        step.object("env").ifPresent(WorkFields::checkEnvironment);
        step.texts("artifacts");
    }

    static void checkHttp(Fields step) {
        if (step.require("request", "`{method, url, headers?, body?}`")) {
            step.object("request").ifPresent(WorkFields::checkRequest);
        }
    }

    static void checkJava(Fields step) {
        if (step.require("step", "the name of a registered step")
                && step.text("step").filter(String::isBlank).isPresent()) {
            step.refuse("step", "is empty; it is the name of a registered step");
        }
    }

    private static void checkWords(Fields step, List<String> words) {
        if (words.isEmpty() && step.node().get("run").isEmpty()) {
            step.refuse("run", "is empty; it begins with a program");
        }
    }

    private static void checkEnvironment(Fields environment) {
        for (var variable : environment.node().properties()) {
            var name = variable.getKey();
            if (!VARIABLE.matcher(name).matches()) {
                environment.refuseName(name, "`" + name + "` is no name of a variable");
            }
            environment.typed(name, JsonNode::isValueNode, "a text");
        }
    }

    private static void checkRequest(Fields request) {
        request.allow(List.of("method", "url", "headers", "body"));
        if (request.require("method", "GET, POST, …")) {
            request.literal("method")
                    .filter(text -> !METHOD.matcher(text).matches())
                    .ifPresent(text -> request.refuse("method", "`" + text + "` is no method"));
        }
        if (request.require("url", "where the request goes")) {
            request.literal("url")
                    .filter(text -> !text.matches("https?://.+"))
                    .ifPresent(_ -> request.refuse("url", "must begin with http:// or https://"));
        }
        request.object("headers").ifPresent(WorkFields::checkHeaders);
    }

    private static void checkHeaders(Fields headers) {
        for (var header : headers.node().properties()) {
            headers.typed(header.getKey(), JsonNode::isValueNode, "a text");
        }
    }
}
