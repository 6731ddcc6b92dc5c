package io.agentrunner.workflow.dsl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of what follows a step: where it applies, that happens. See {@link Dsl}.
 *
 * @param <V> what it looks at: the step's result, or {@link Failed}
 */
@SuppressWarnings("UnusedTypeParameter") // it keeps rules from steps with other results
public final class Rule<V> {

    private final Map<String, Object> condition;
    private final @Nullable Named<?> named;
    private final @Nullable Class<?> kind;
    private final Then then;

    private Rule(
            Map<String, Object> condition,
            @Nullable Named<?> named,
            @Nullable Class<?> kind,
            Then then) {
        this.kind = kind;
        this.condition = new LinkedHashMap<>(condition);
        this.named = named;
        this.then = then;
    }

    static <V> Rule<V> always(Then then) {
        return new Rule<>(Map.of("otherwise", true), null, null, then);
    }

    static <V> Rule<V> matching(Map<String, Object> pattern, Then then) {
        return new Rule<>(Map.of("match", pattern), null, null, then);
    }

    static <V> Rule<V> ofKind(Class<?> kind, Then then) {
        var pattern = Map.of("result", Map.of(Dsl.KIND, kind.getSimpleName()));
        return new Rule<>(Map.of("match", pattern), null, kind, then);
    }

    static <V> Rule<V> asking(Named<V> named, Then then) {
        return new Rule<>(Map.of("java", named.name()), named, null, then);
    }

    /** What people call the rule. */
    public Rule<V> named(String name) {
        condition.put("name", name);
        return this;
    }

    @Nullable Class<?> kind() {
        return kind;
    }

    @Nullable Named<?> predicate() {
        return named;
    }

    Then then() {
        return then;
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<>(condition);
        fields.put("then", then.action());
        if (then.max() != null) {
            fields.put("max", then.max());
        }
        return fields;
    }
}
