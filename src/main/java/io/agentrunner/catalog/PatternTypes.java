package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.ValueType.Kind;
import io.agentrunner.catalog.ValueType.Others;
import io.agentrunner.workflow.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is known of what a pattern binds, and where it asks for what there never is. */
final class PatternTypes {

    private final Map<String, ValueType> bound = new HashMap<>();
    private final List<String> doubts = new ArrayList<>();

    private PatternTypes() {}

    /** Of a pattern for a value of that type. */
    static PatternTypes of(Shape shape, ValueType type) {
        var types = new PatternTypes();
        types.follow(shape.pattern(), type);
        return types;
    }

    /** By the names under which it is bound. */
    Map<String, ValueType> bound() {
        return bound;
    }

    /** Why it can never match. */
    List<String> doubts() {
        return doubts;
    }

    private void follow(JsonNode pattern, ValueType type) {
        if (Shape.isBinding(pattern)) {
            bound.merge(Shape.name(pattern), type, (_, _) -> ValueType.ANY);
            return;
        }
        if (type.isAny() || Shape.isAnything(pattern)) {
            return;
        }
        var shape = JsonTypes.of(pattern);
        if (Collections.disjoint(shape.kinds(), type.kinds())) {
            doubts.add(
                    "can never match: %s is there, not %s".formatted(type.words(), shape.words()));
        } else if (pattern.isObject() && type.canBe(Kind.MAP)) {
            for (var field : pattern.properties()) {
                doubtField(field.getKey(), type);
                follow(field.getValue(), type.field(field.getKey()));
            }
        } else if (pattern.isArray()) {
            pattern.forEach(part -> follow(part, type.elements()));
        }
    }

    private void doubtField(String name, ValueType type) {
        if (type.others() == Others.NONE && !type.fields().containsKey(name)) {
            var known = new TreeSet<>(type.fields().keySet());
            doubts.add(
                    "can never match: there is no field `%s`%s"
                            .formatted(name, Suggestion.didYouMean(name, known)));
        }
    }
}
