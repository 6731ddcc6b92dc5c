package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.workflow.Pointer;
import java.util.stream.Stream;

/** A step of a document and where it stands; it may be inside another. */
record StepPlace(String pointer, JsonNode step) {

    static Stream<StepPlace> all(Source source) {
        return named("/steps", source.root().path("steps"));
    }

    boolean is(StepKind kind) {
        return step.path("type").asText().equals(kind.type());
    }

    private static Stream<StepPlace> named(String pointer, JsonNode steps) {
        return steps.propertyStream()
                .map(it -> new StepPlace(Pointer.to(pointer, it.getKey()), it.getValue()))
                .flatMap(StepPlace::withThoseInside);
    }

    private Stream<StepPlace> withThoseInside() {
        return Stream.concat(Stream.of(this), inside());
    }

    private Stream<StepPlace> inside() {
        if (is(StepKind.PARALLEL)) {
            return named(pointer + "/steps", step.path("steps"));
        }
        return is(StepKind.FOR_EACH) && step.has("step")
                ? new StepPlace(pointer + "/step", step.get("step")).withThoseInside()
                : Stream.empty();
    }
}
