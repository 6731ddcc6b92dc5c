package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of step that a blueprint can name, and the fields each of them has. */
enum StepKind {
    SET("value") {
        @Override
        void check(Fields step) {
            step.require("value", "it is what the step results in");
        }
    },
    SHELL("run", "env", "artifacts") {
        @Override
        void check(Fields step) {
            if (step.require("run", "a command line, or a list of a program and its arguments")
                    && step.node().get("run").isArray()) {
                checkWords(step, step.texts("run"));
            } else if (step.text("run").filter(String::isBlank).isPresent()) {
                step.refuse("run", "is empty");
            }
            step.object("env").ifPresent(StepKind::checkEnvironment);
            step.texts("artifacts");
        }
    },
    HTTP("request") {
        @Override
        void check(Fields step) {
            if (step.require("request", "`{method, url, headers?, body?}`")) {
                step.object("request").ifPresent(StepKind::checkRequest);
            }
        }
    },
    JAVA("step", "with") {
        @Override
        void check(Fields step) {
            if (step.require("step", "the name of a registered step")
                    && step.text("step").filter(String::isBlank).isPresent()) {
                step.refuse("step", "is empty; it is the name of a registered step");
            }
        }
    },
    SLEEP("for", "until") {
        @Override
        void check(Fields step) {
            if (step.has("for") == step.has("until")) {
                step.refuse("type", "a `sleep` step has either `for` or `until`");
            }
            step.text("for").filter(StepKind::isLiteral).ifPresent(text -> step.duration("for"));
            step.text("until")
                    .filter(text -> isLiteral(text) && !isTime(text))
                    .ifPresent(text -> step.refuse("until", notATime(text)));
        }
    };

    /** Kinds that this version does not have yet. */
    static final List<String> LATER =
            List.of("approval", "signal", "parallel", "forEach", "run", "llm", "worker");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
    private final List<String> fields;

    StepKind(String... fields) {
        this.fields = List.of(fields);
    }

    static Optional<StepKind> of(String type) {
        return List.of(values()).stream().filter(kind -> kind.type().equals(type)).findFirst();
    }

    static List<String> types() {
        return List.of(values()).stream().map(StepKind::type).toList();
    }

    /** As blueprints write it. */
    String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fields of this kind beyond those that all steps have. */
    List<String> fields() {
        return fields;
    }

    /** Those and the fields of every kind. */
    static List<String> allFields(List<String> common) {
        var kinds = Stream.of(values()).flatMap(kind -> kind.fields.stream());
        return Stream.concat(common.stream(), kinds).toList();
    }

    /** Adds what is wrong with the fields of this kind to the document's mistakes. */
    abstract void check(Fields step);

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
            request.text("method")
                    .filter(text -> isLiteral(text) && !METHOD.matcher(text).matches())
                    .ifPresent(text -> request.refuse("method", "`" + text + "` is no method"));
        }
        if (request.require("url", "where the request goes")) {
            request.text("url")
                    .filter(text -> isLiteral(text) && !text.matches("https?://.+"))
                    .ifPresent(_ -> request.refuse("url", "must begin with http:// or https://"));
        }
        request.object("headers").ifPresent(StepKind::checkHeaders);
    }

    private static void checkHeaders(Fields headers) {
        for (var header : headers.node().properties()) {
            headers.typed(header.getKey(), JsonNode::isValueNode, "a text");
        }
    }

    private static boolean isLiteral(String text) {
        return !TemplateText.hasTemplate(text);
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String notATime(String text) {
        return "`" + text + "` is no time; write it like 2026-01-31T18:00:00Z";
    }
}
