package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.runtime.CelVariableResolver;
import io.agentrunner.run.Failure;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A scope's variables for one evaluation; each is parsed when an expression first asks for it. */
final class TemplateVariables implements CelVariableResolver {

    /** What a template may name. */
    static final List<String> NAMES = List.of("inputs", "steps", "run", "secrets", "item", "index");

    /** What a rule may name besides. */
    static final List<String> OF_RULES = List.of("error", "result");

    /** Whether that name means one of those. */
    static boolean isVariable(String name) {
        return NAMES.contains(name) || OF_RULES.contains(name);
    }

    /** The fields of {@code run}. */
    static final List<String> RUN_FIELDS =
            List.of(
                    "id",
                    "workflow",
                    "version",
                    "tags",
                    "metadata",
                    "correlationId",
                    "home",
                    "iteration",
                    "attempt");

    /** Those of them that only the template of a step has. */
    static final List<String> STEP_FIELDS = List.of("iteration", "attempt");

    private final Scope scope;
    private final Map<String, JsonNode> bound;
    private final Function<String, Optional<JsonNode>> predicates;
    private final Map<String, JsonNode> parsed = new HashMap<>();
    private final Map<String, Optional<JsonNode>> results = new HashMap<>();

    TemplateVariables(Scope scope) {
        this(scope, Map.of());
    }

    /** With what a pattern has bound. */
    TemplateVariables(Scope scope, Map<String, JsonNode> bound) {
        this(scope, bound, _ -> Optional.empty());
    }

    /** And with predicates by their names. */
    TemplateVariables(
            Scope scope,
            Map<String, JsonNode> bound,
            Function<String, Optional<JsonNode>> predicates) {
        this.scope = scope;
        this.bound = bound;
        this.predicates = predicates;
    }

    /** The names that a pattern has bound. */
    Set<String> bound() {
        return bound.keySet();
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "inputs", "run" -> Optional.of(JsonValues.toCel(root(name)));
            case "item", "index" -> Optional.of(JsonValues.toCel(itemNeeded(name)));
            case "steps" -> Optional.of(new Lookup(this::result));
            case "secrets" -> Optional.of(new Lookup(this::secret));
            default -> other(name).map(JsonValues::toCel);
        };
    }

    /** What a pattern has bound, a predicate, or the outcome that a rule is about. */
    private Optional<JsonNode> other(String name) {
        return OF_RULES.contains(name)
                ? Optional.ofNullable(ending().get(name))
                : Optional.ofNullable(bound.get(name)).or(() -> predicates.apply(name));
    }

    /** What a rule is about: an object of one field, {@code error} or {@code result}. */
    ObjectNode ending() {
        return (ObjectNode) parsed.computeIfAbsent("", _ -> ending(scope.ending()));
    }

    private static ObjectNode ending(Scope.@Nullable Ending ending) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return switch (ending) {
            case Scope.Ending.Succeeded(var result) -> node.set("result", Json.parse(result));
            case Scope.Ending.Failed(var failure) -> node.set("error", error(failure));
            case null -> node;
        };
    }

    private static ObjectNode error(Failure failure) {
        var details = failure.details();
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", failure.code())
                .put("message", failure.message())
                .set("details", details == null ? null : Json.parse(details));
    }

    /**
     * The JSON at the end of a path of plain names and indexes, to the digit; null where the path
     * doesn't lead anywhere, which an evaluation then explains.
     */
    @Nullable JsonNode at(ExpressionPath path) {
        return switch (path.root()) {
            case "inputs", "run" -> path.follow(root(path.root()), 0);
            case "item", "index" ->
                    item(path.root()).map(value -> path.follow(value, 0)).orElse(null);
            case "steps" ->
                    path.name(0).flatMap(this::result).map(r -> path.follow(r, 1)).orElse(null);
            default -> other(path.root()).map(value -> path.follow(value, 0)).orElse(null);
        };
    }

    /** What an expression looks at, as far as it is there, by the paths that lead to it. */
    ObjectNode lookedAt(CelExpression expression) {
        var values = JsonNodeFactory.instance.objectNode();
        for (var path : expression.paths()) {
            var value = at(path);
            if (value != null) {
                values.set(path.toString(), value);
            }
        }
        return values;
    }

    boolean hasResult(String step) {
        return result(step).isPresent();
    }

    boolean hasSecret(String name) {
        return secret(name).isPresent();
    }

    private JsonNode root(String name) {
        return parsed.computeIfAbsent(
                name, _ -> name.equals("run") ? facts(scope.run()) : Json.parse(scope.inputs()));
    }

    /** None for a step that is not inside a {@code forEach}. */
    private Optional<JsonNode> item(String name) {
        var item = scope.item();
        return item == null
                ? Optional.empty()
                : Optional.of(parsed.computeIfAbsent(name, _ -> item(item, name)));
    }

    private JsonNode itemNeeded(String name) {
        return item(name)
                .orElseThrow(
                        () ->
                                new TemplateFailed(
                                        "asks for `%s`, which only the steps inside a `forEach` have"
                                                .formatted(name)));
    }

    private static JsonNode item(Scope.Item item, String name) {
        return name.equals("index")
                ? JsonNodeFactory.instance.numberNode(item.index())
                : Json.parse(item.value());
    }

    private Optional<JsonNode> result(String step) {
        return results.computeIfAbsent(step, name -> scope.results().apply(name).map(Json::parse));
    }

    private Optional<JsonNode> secret(String name) {
        return scope.secrets().apply(name).map(JsonNodeFactory.instance::textNode);
    }

    private static JsonNode facts(Scope.RunFacts run) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("id", run.id());
        facts.put("workflow", run.workflow());
        facts.put("version", run.version());
        run.tags().forEach(facts.putArray("tags")::add);
        facts.set("metadata", Json.parse(run.metadata()));
        facts.put("correlationId", run.correlationId());
        facts.put("home", run.home());
        var step = run.step();
        if (step != null) {
            facts.put("iteration", step.iteration());
            facts.put("attempt", step.attempt());
        }
        return facts;
    }

    /** A map that can be asked for a name and can't be listed. */
    private static final class Lookup extends AbstractMap<String, Object> {
        private final Function<String, Optional<JsonNode>> find;

        private Lookup(Function<String, Optional<JsonNode>> find) {
            this.find = find;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && find.apply(name).isPresent();
        }

        @Override
        public @Nullable Object get(Object key) {
            return key instanceof String name
                    ? find.apply(name).map(JsonValues::toCel).orElse(null)
                    : null;
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            throw new TemplateFailed("`steps` and `secrets` can only be asked for a name");
        }
    }
}
