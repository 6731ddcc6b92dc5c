package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.TemplateFailed;
import io.agentrunner.catalog.TemplateFields;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.StepTask;
import java.time.Duration;
import java.util.Optional;

/** The settings of a step, their templates evaluated for one attempt as they are asked for. */
final class Settings {

    private final TemplateFields fields;
    private final Templates templates;
    private final Scope scope;

    private Settings(TemplateFields fields, Templates templates, Scope scope) {
        this.fields = fields;
        this.templates = templates;
        this.scope = scope;
    }

    static Settings of(StepTask task, Templates templates) {
        return new Settings(templates.fields(task.settings()), templates, task.scope());
    }

    /** The failure of an attempt whose step is described wrongly. */
    static StepFailed wrong(String field, String rule) {
        return new StepFailed("SETTINGS", field + " " + rule);
    }

    /** A field; empty where it is missing or null. */
    Optional<JsonNode> find(String field) {
        try {
            return fields.value(field, scope);
        } catch (TemplateFailed failed) {
            throw expression(field, failed);
        }
    }

    JsonNode required(String field) {
        return find(field).orElseThrow(() -> wrong(field, "is missing"));
    }

    /** A field as it was written. */
    Optional<JsonNode> raw(String field) {
        return fields.written(field);
    }

    /** A field that is a length of time, checked when its blueprint was published. */
    Optional<Duration> duration(String field) {
        return raw(field).map(JsonNode::asText).map(Duration::parse);
    }

    /** A field that is a command line for a shell. */
    String commandLine(String field) {
        var written = raw(field).orElseThrow(() -> wrong(field, "is missing"));
        try {
            return templates.evaluateShell(written.textValue(), scope);
        } catch (TemplateFailed failed) {
            throw expression(field, failed);
        }
    }

    /** A value as text: the form in which it becomes a word, a header or a variable. */
    static String text(String field, JsonNode value) {
        if (value.isNull()) {
            throw wrong(field, "is null");
        }
        var text = value.isContainerNode() ? Json.write(value) : value.asText();
        if (text.indexOf('\0') >= 0) {
            throw wrong(field, "contains a NUL character");
        }
        return text;
    }

    private static StepFailed expression(String field, TemplateFailed failed) {
        return new StepFailed("EXPRESSION", field + ": " + failed.getMessage());
    }
}
