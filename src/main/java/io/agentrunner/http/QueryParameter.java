package io.agentrunner.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what stands in a query; what can't be read is a {@link Problem} that says how to. */
public final class QueryParameter {

    private QueryParameter() {}

    public static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below, as a number out of range is
        }
        throw bad(name, "must be a number from " + least + " to " + most, text);
    }

    public static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : Rfc3339.instant(text);
        } catch (DateTimeException e) {
            throw bad(name, "must be a time like 2030-01-31T12:00:00Z", text);
        }
    }

    /** Off where it is absent. */
    public static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(name, "must be true or false", text);
        };
    }

    /** One of the names of an enumeration, in any case of letters. */
    public static <E extends Enum<E>> E oneOf(String name, String text, Class<E> choices) {
        var names = Arrays.stream(choices.getEnumConstants()).map(Enum::name).toList();
        var known = text.toUpperCase(Locale.ROOT);
        return Enum.valueOf(choices, oneOf(name, names.contains(known) ? known : text, names));
    }

    /** One of those words. */
    public static String oneOf(String name, String text, List<String> choices) {
        if (!choices.contains(text)) {
            throw bad(name, "must be one of " + String.join(", ", choices), text)
                    .with("allowed", choices);
        }
        return text;
    }

    /**
     * Refuses to choose between several values of a parameter that has one.
     *
     * @throws Problem naming it
     */
    public static void refuseRepeated(String name, Collection<String> values) {
        if (values.size() > 1) {
            throw bad(name, "may be given once only", String.join(" and ", values));
        }
    }

    /**
     * Refuses parameters that nobody reads: a misspelt filter would otherwise select everything.
     *
     * @throws Problem naming them
     */
    public static void refuseUnknown(Collection<String> given, Collection<String> known) {
        var unknown = new TreeSet<>(given);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            var allowed =
                    known.isEmpty()
                            ? "This address takes none."
                            : "Known are: " + String.join(", ", new TreeSet<>(known)) + ".";
            throw new Problem(
                            ProblemType.MALFORMED,
                            "Unknown query parameter: "
                                    + String.join(", ", unknown)
                                    + ". "
                                    + allowed)
                    .withErrors(
                            unknown.stream()
                                    .map(it -> Problem.Mistake.at(it, "is unknown here"))
                                    .toList());
        }
    }

    public static Problem bad(String name, String rule, @Nullable String text) {
        var detail = name + " " + rule + ", not " + text + ".";
        return new Problem(ProblemType.MALFORMED, detail)
                .withErrors(List.of(Problem.Mistake.at(name, rule)));
    }
}
