package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The fields of one JSON object with templates in it, read once and evaluated as often as one
 * likes, each by itself.
 */
public final class TemplateFields {

    private final JsonNode written;
    private final Function<JsonNode, Template> compile;
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();

    TemplateFields(JsonNode written, Function<JsonNode, Template> compile) {
        this.written = written;
        this.compile = compile;
    }

    /** A field as it was written, not to be changed; empty where it is missing or null. */
    public Optional<JsonNode> written(String field) {
        return Optional.ofNullable(written.get(field)).filter(it -> !it.isNull());
    }

    /**
     * The value of a field; empty where it is missing or null.
     *
     * @throws TemplateFailed naming the expression and what is wrong
     */
    public Optional<JsonNode> value(String field, Scope scope) {
        return written(field)
                .map(it -> compiled.computeIfAbsent(field, _ -> compile.apply(it)))
                .map(it -> it.evaluate(new TemplateVariables(scope)))
                .filter(it -> !it.isNull());
    }
}
