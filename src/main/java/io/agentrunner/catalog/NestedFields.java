package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the fields of steps with steps inside must be like; those inside are read as steps. */
final class NestedFields {

    static final List<String> ON_ERROR = List.of("fail", "collect");

    private NestedFields() {}

    static void checkParallel(Fields step) {
        step.require("steps", "the steps that run at the same time, by name");
        checkCommon(step, "parallel");
    }

    static void checkForEach(Fields step) {
        if (step.require("items", "a list, or an expression that gives one")) {
            step.typed("items", NestedFields::isList, "a list, or an expression that gives one");
        }
        step.require("step", "what is done for each item");
        checkCommon(step, "forEach");
    }

    private static boolean isList(JsonNode items) {
        return items.isArray() || WaitFields.isTemplate(items);
    }

    private static void checkCommon(Fields step, String type) {
        if (step.has("retry")) {
            step.refuseName(
                    "retry",
                    "a `%s` step has no `retry`; give it to the steps inside".formatted(type));
        }
    }
}
