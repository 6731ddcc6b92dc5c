package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.TemplateText.Part;
import io.agentrunner.run.Expressions.Judgement;
import io.agentrunner.workflow.Clause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Templates whose expressions are CEL. What was compiled is kept while it is in use. */
public final class CelTemplates implements Templates {

    private static final int KEPT_CHARACTERS = 4 << 20;

    private final CelLanguage language = new CelLanguage();
    private final RecentlyUsed<CelExpression> expressions = new RecentlyUsed<>(KEPT_CHARACTERS);
    private final RecentlyUsed<Template> templates = new RecentlyUsed<>(KEPT_CHARACTERS);
    private final RecentlyUsed<TemplateFields> objects = new RecentlyUsed<>(KEPT_CHARACTERS);
    private final RecentlyUsed<Template.Text> commands = new RecentlyUsed<>(KEPT_CHARACTERS);
    private final CelClauses clauses;

    /** Those of blueprints alone. */
    public CelTemplates() {
        this(JavaGuards.NONE);
    }

    /** Those that may ask predicates of the program. */
    CelTemplates(JavaGuards guards) {
        this.clauses = new CelClauses(this, guards);
    }

    @Override
    public String evaluate(String template, Scope scope) {
        if (!TemplateText.hasTemplate(template)) {
            return template;
        }
        var compiled = templates.get(template, text -> template(Json.parse(text)));
        return Json.write(compiled.evaluate(new TemplateVariables(scope)));
    }

    @Override
    public TemplateFields fields(String object) {
        return objects.get(object, text -> new TemplateFields(Json.parse(text), this::template));
    }

    @Override
    public String evaluateShell(String command, Scope scope) {
        return commands.get(command, this::command).text(new TemplateVariables(scope));
    }

    @Override
    public Judgement judge(Clause clause, Map<String, String> predicates, Scope scope) {
        return clauses.judge(clause, predicates, scope);
    }

    /**
     * Compiles the text between the braces of an expression.
     *
     * @throws TemplateFailed naming the expression and what is wrong
     */
    CelExpression compile(String source) {
        return compile(source, Set.of());
    }

    /** The same for one that may name what a pattern has bound. */
    CelExpression compile(String source, Set<String> bound) {
        return bound.isEmpty()
                ? expressions.get(source, text -> language.compile(text, bound))
                : expressions.get(
                        source + "\0" + new TreeSet<>(bound), _ -> language.compile(source, bound));
    }

    /** What is known of the value of an expression, from what is known of its variables. */
    ExpressionTypes.Found types(CelExpression expression, Map<String, ValueType> variables) {
        return ExpressionTypes.in(expression.ast(), variables, language.overloads());
    }

    /** Whether an expression can name something so: words of the language can't be names. */
    boolean canName(String name) {
        return language.canName(name);
    }

    /** A text with its expressions replaced. */
    String text(String template, TemplateVariables variables) {
        var parts = TemplateText.parse(template).parts();
        return parts.stream().map(part -> text(part, variables)).collect(Collectors.joining());
    }

    private String text(Part part, TemplateVariables variables) {
        return switch (part) {
            case Part.Literal(var text) -> text;
            case Part.Expression(var source, _) ->
                    text(compile(source, variables.bound()).evaluate(variables));
        };
    }

    private Template template(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> template(TemplateText.parse(node.textValue()));
            case OBJECT -> {
                var fields = new LinkedHashMap<String, Template>();
                node.properties().forEach(f -> fields.put(f.getKey(), template(f.getValue())));
                yield new Template.Fields(fields);
            }
            case ARRAY -> new Template.Elements(node.valueStream().map(this::template).toList());
            default -> new Template.Constant(node);
        };
    }

    private Template template(TemplateText text) {
        if (text.isOneExpression()
                && text.parts().getFirst() instanceof Part.Expression(var e, _)) {
            return new Template.Value(compile(e));
        }
        return new Template.Text(text.parts().stream().map(this::plain).toList());
    }

    private Function<TemplateVariables, String> plain(Part part) {
        return switch (part) {
            case Part.Literal(var text) -> _ -> text;
            case Part.Expression(var source, _) -> {
                var expression = compile(source);
                yield variables -> text(expression.evaluate(variables));
            }
        };
    }

    /** A command with its expressions compiled, each where a shell takes it for part of a word. */
    Template.Text command(String command) {
        var quotes = new ShellQuotes();
        var parts = new ArrayList<Function<TemplateVariables, String>>();
        for (var part : TemplateText.parse(command).parts()) {
            switch (part) {
                case Part.Literal(var text) -> {
                    quotes.read(text);
                    parts.add(_ -> text);
                }
                case Part.Expression(var source, _) -> parts.add(word(source, quotes));
            }
        }
        return new Template.Text(List.copyOf(parts));
    }

    private Function<TemplateVariables, String> word(String source, ShellQuotes quotes) {
        var expression = compile(source);
        var around = around(quotes, expression);
        quotes.passValue();
        return variables -> around + quoted(expression, variables) + around;
    }

    private static String around(ShellQuotes quotes, CelExpression expression) {
        try {
            return quotes.around();
        } catch (TemplateFailed e) {
            throw expression.failed(String.valueOf(e.getMessage()));
        }
    }

    private static String quoted(CelExpression expression, TemplateVariables variables) {
        var text = text(expression.evaluate(variables));
        if (text.indexOf('\0') >= 0) {
            throw expression.failed("its value contains a NUL, which no command can take");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.write(value);
    }
}
