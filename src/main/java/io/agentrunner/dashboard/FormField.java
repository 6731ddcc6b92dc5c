package io.agentrunner.dashboard;

import java.util.List;
import java.util.Map;

/**
 * A field of a form that was made from a JSON Schema.
 *
 * @param control what it is typed into: a text field, a box to check, a list to choose from …
 * @param post name under which it is sent
 * @param mode keyboard a phone shows
 * @param error what is wrong about what was typed, or empty
 */
public record FormField(
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
        List<Choice> choices) {

    /** A value to choose. */
    public record Choice(String value, String words, boolean selected) {}

    /**
     * What somebody typed before, with what is wrong about it.
     *
     * @param mistakes by the name of the field; the whole under an empty name
     */
    record Typed(Map<String, String> form, Map<String, String> mistakes) {
        static final Typed NOTHING = new Typed(Map.of(), Map.of());

        String value(String name) {
            return form.getOrDefault(name, "");
        }

        /** The first mistake that is about none of those fields. */
        String problem(List<FormField> fields) {
            var shown =
                    fields.stream()
                            .map(it -> it.post.substring(InputForm.PREFIX.length()))
                            .toList();
            return mistakes.entrySet().stream()
                    .filter(it -> !shown.contains(it.getKey()))
                    .map(it -> (it.getKey().isEmpty() ? "" : it.getKey() + ": ") + it.getValue())
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * A field as it is to be shown.
     *
     * @param prefix makes its id the only one on the page
     * @param whole what the one field is called that takes everything
     */
    static FormField of(InputField field, Typed typed, String prefix, String whole) {
        var post = InputForm.PREFIX + field.name();
        var value = typed.form().isEmpty() ? field.initially() : typed.value(post);
        var name = field.name().equals(InputForm.WHOLE) ? whole : field.name();
        return new FormField(
                prefix + name,
                post,
                name,
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
