package io.agentrunner.journal;

import io.agentrunner.run.FlowEvent;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Diverged;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.run.FlowEvent.Way;
import java.time.Instant;

/** Which way a run took, as JSON. */
final class FlowFields {

    private static final String DIVERGED = "flow.diverged";
    private static final String BRANCHED = "flow.branched";
    private static final String SKIPPED = "step.skipped";

    private FlowFields() {}

    static String type(FlowEvent event) {
        return switch (event) {
            case Diverged _ -> DIVERGED;
            case Branched _ -> BRANCHED;
            case StepSkipped _ -> SKIPPED;
        };
    }

    static void write(FlowEvent event, JsonWriter json) {
        json.text("path", event.step().path()).number("iteration", event.step().iteration());
        switch (event) {
            case Turned turned -> write(turned.way(), json);
            case StepSkipped skipped -> json.text("type", skipped.type());
        }
    }

    static FlowEvent read(String type, JsonFields json, Instant at) {
        return switch (type) {
            case DIVERGED -> new Diverged(json.step(), way(json), at);
            case BRANCHED -> new Branched(json.step(), way(json), at);
            case SKIPPED -> new StepSkipped(json.step(), json.text("type"), at);
            default -> throw EventCodec.unknown(type);
        };
    }

    private static void write(Way way, JsonWriter json) {
        json.number("rule", way.rule())
                .text("name", way.name())
                .text("action", action(way.direction()))
                .text("to", way.to())
                .raw("values", way.values())
                .texts("dropped", way.dropped());
    }

    private static Way way(JsonFields json) {
        return new Way(
                json.integer("rule", 1),
                json.optionalText("name"),
                direction(json.text("action")),
                json.optionalText("to"),
                json.raw("values", "{}"),
                json.texts("dropped"));
    }

    private static String action(Direction direction) {
        return switch (direction) {
            case CONTINUE -> "continue";
            case BACK_TO -> "backTo";
            case SKIP_TO -> "skipTo";
            case FAIL -> "fail";
        };
    }

    private static Direction direction(String action) {
        return switch (action) {
            case "continue" -> Direction.CONTINUE;
            case "backTo" -> Direction.BACK_TO;
            case "skipTo" -> Direction.SKIP_TO;
            case "fail" -> Direction.FAIL;
            default -> throw new IllegalArgumentException("no action: " + action);
        };
    }
}
