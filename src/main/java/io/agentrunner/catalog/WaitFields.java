package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.workflow.Validator;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/** What the fields of steps that wait for something outside must be like. */
final class WaitFields {

    private WaitFields() {}

    static void checkSleep(Fields step) {
        if (step.has("for") == step.has("until")) {
            step.refuse("type", "a `sleep` step has either `for` or `until`");
        }
        step.literal("for").ifPresent(_ -> step.duration("for"));
        step.literal("until")
                .filter(text -> !isTime(text))
                .ifPresent(text -> step.refuse("until", notATime(text)));
    }

    static void checkApproval(Fields step) {
        requireText(step, "title", "one line that says what is to be decided");
        step.text("kind");
        step.object("form");
        checkLimit(step);
        step.oneOf("onTimeout", List.of("fail", "reject"));
    }

    static void checkSignal(Fields step) {
        requireText(step, "name", "which signal is waited for");
        checkLimit(step);
    }

    static void checkRun(Fields step) {
        if (requireText(step, "workflow", "the name of the workflow that is run")) {
            step.literal("workflow")
                    .filter(name -> !Validator.WORKFLOW_NAME.matcher(name).matches())
                    .ifPresent(name -> step.refuse("workflow", notAWorkflow(name)));
        }
        step.text("version");
        step.typed("inputs", it -> it.isObject() || isTemplate(it), "an object");
    }

    /** A list or an object may be written out, or be what an expression gives. */
    static boolean isTemplate(JsonNode value) {
        return value.isTextual() && TemplateText.hasTemplate(value.textValue());
    }

    private static boolean requireText(Fields step, String field, String why) {
        if (!step.require(field, why)) {
            return false;
        }
        var text = step.text(field);
        if (text.filter(String::isBlank).isPresent()) {
            step.refuse(field, "is empty; it is " + why);
            return false;
        }
        return text.isPresent();
    }

    private static void checkLimit(Fields step) {
        step.duration("timeout")
                .filter(WaitFields::isOutOfRange)
                .ifPresent(
                        _ ->
                                step.refuse(
                                        "timeout",
                                        "must be longer than nothing and at most P"
                                                + Validator.LONGEST.toDays()
                                                + "D"));
    }

    private static boolean isOutOfRange(Duration limit) {
        return !limit.isPositive() || limit.compareTo(Validator.LONGEST) > 0;
    }

    private static String notAWorkflow(String name) {
        return "`%s` is not a workflow's name, which matches %s"
                .formatted(name, Validator.WORKFLOW_NAME.pattern());
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
