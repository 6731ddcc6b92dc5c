package io.agentrunner.dashboard;

import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form that starts a run.
 *
 * @param workflows those that can be started
 * @param open it is shown although nobody asked for it: something in it needs another look
 * @param problem what is wrong with the whole, or empty
 * @param token what the form posts along
 */
public record StartPanel(
        String workflow,
        List<Choice> workflows,
        String hint,
        List<Field> fields,
        String tags,
        String correlationId,
        boolean open,
        String problem,
        String token) {

    /** A value to choose. */
    public record Choice(String value, String words, boolean selected) {}

    /**
     * One input.
     *
     * @param control what it is typed into: a text field, a box to check, a list to choose from …
     * @param post name under which it is sent
     * @param mode keyboard a phone shows
     */
    public record Field(
            String id,
            String post,
            String label,
            String control,
            String type,
            String hint,
            String value,
            String mode,
            boolean required,
            String error,
            List<Choice> choices) {}

    /**
     * What somebody typed before, with what is wrong about it.
     *
     * @param mistakes by the name of the input; the whole under an empty name
     */
    record Typed(Map<String, String> form, Map<String, String> mistakes) {
        static final Typed NOTHING = new Typed(Map.of(), Map.of());

        String value(String name) {
            return form.getOrDefault(name, "");
        }
    }

    /** The form for {@code chosen}; null while no workflow can be started. */
    static @Nullable StartPanel of(
            List<String> names, @Nullable Workflow chosen, Typed typed, String token) {
        if (chosen == null) {
            return null;
        }
        var fields =
                InputForm.of(chosen.inputsSchema()).fields().stream()
                        .map(field -> field(field, typed))
                        .toList();
        return new StartPanel(
                chosen.name(),
                names.stream().map(it -> new Choice(it, it, it.equals(chosen.name()))).toList(),
                hint(chosen),
                fields,
                typed.value("tags"),
                typed.value("correlationId"),
                !typed.mistakes().isEmpty(),
                problem(fields, typed),
                token);
    }

    private static String hint(Workflow workflow) {
        var steps = Words.count(workflow.timeline().size(), "step");
        var description = workflow.description();
        return description == null ? steps : description.strip() + " (" + steps + ")";
    }

    private static String problem(List<Field> fields, Typed typed) {
        var shown = fields.stream().map(Field::label).toList();
        return typed.mistakes().entrySet().stream()
                .filter(it -> !shown.contains(it.getKey()))
                .map(it -> (it.getKey().isEmpty() ? "" : it.getKey() + ": ") + it.getValue())
                .findFirst()
                .orElse("");
    }

    private static Field field(InputField field, Typed typed) {
        var post = InputForm.PREFIX + field.name();
        boolean fresh = typed.form().isEmpty();
        var value = fresh ? field.initially() : typed.value(post);
        var whole = field.name().equals(InputForm.WHOLE);
        return new Field(
                "i-" + (whole ? "inputs" : field.name()),
                post,
                whole ? "inputs" : field.name(),
                control(field.kind()),
                field.typeInWords(),
                field.schema().path("description").asText(),
                value,
                mode(field.kind()),
                field.required() && field.kind() != InputField.Kind.CHECK,
                typed.mistakes().getOrDefault(field.name(), ""),
                choices(field, value));
    }

    private static String control(InputField.Kind kind) {
        return switch (kind) {
            case TEXT, NUMBER, INTEGER -> "text";
            case CHECK -> "check";
            case CHOICE -> "choice";
            case LINES, JSON -> "area";
        };
    }

    private static String mode(InputField.Kind kind) {
        return switch (kind) {
            case NUMBER -> "decimal";
            case INTEGER -> "numeric";
            case TEXT, CHECK, CHOICE, LINES, JSON -> "text";
        };
    }

    private static List<Choice> choices(InputField field, String value) {
        return field.choices().stream().map(it -> new Choice(it, it, it.equals(value))).toList();
    }
}
