package io.agentrunner.catalog;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** The functions of the language whose result can be longer than what they are given. */
final class Growth {

    private static final Set<String> REPLACED = Set.of("ADD_STRING", "ADD_BYTES", "ADD_LIST");
    private static final String ACCUMULATOR = "dev.cel.runtime.ConcatenatedListView";

    private Growth() {}

    /** The standard functions without those that are bound here. */
    static CelStandardFunctions others() {
        return CelStandardFunctions.newBuilder()
                .filterFunctions((_, overload) -> !REPLACED.contains(overload.toString()))
                .build();
    }

    /** The same functions, each of which pays for what it makes. */
    @SuppressWarnings("unchecked") // the language's lists are of anything
    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from(
                        "add_string", String.class, String.class, Growth::concatenated),
                CelFunctionBinding.from(
                        "add_bytes",
                        CelByteString.class,
                        CelByteString.class,
                        (one, other) -> {
                            Allowance.spend((long) one.size() + other.size());
                            return one.concat(other);
                        }),
                CelFunctionBinding.from("add_list", List.class, List.class, Growth::added),
                CelFunctionBinding.from("list_join", List.class, list -> joined(list, "")),
                CelFunctionBinding.from(
                        "list_join_string", List.class, String.class, Growth::joined),
                CelFunctionBinding.from(
                        "string_replace_string_string",
                        List.of(String.class, String.class, String.class),
                        it -> replaced(it, Integer.MAX_VALUE)),
                CelFunctionBinding.from(
                        "string_replace_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        it -> replaced(it, (Long) it[3])),
                CelFunctionBinding.from(
                        "regex_replaceAll_string_string_string",
                        List.of(String.class, String.class, String.class),
                        it -> rewritten(it, Integer.MAX_VALUE)),
                CelFunctionBinding.from(
                        "regex_replaceCount_string_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        it -> rewritten(it, (Long) it[3])));
    }

    private static String concatenated(String one, String other) {
        Allowance.spend((long) one.length() + other.length());
        return one.concat(other);
    }

    /** A macro gathers its results in a list of its own, which nobody else sees: it is added to. */
    private static List<Object> added(List<Object> one, List<Object> other) {
        if (one.getClass().getName().equals(ACCUMULATOR)) {
            Allowance.spendValues(other.size());
            one.addAll(other);
            return one;
        }
        Allowance.spendValues((long) one.size() + other.size());
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static String joined(List<?> parts, String separator) {
        var text = new StringJoiner(separator);
        for (var part : parts) {
            if (!(part instanceof String next)) {
                throw new TemplateFailed("gives `join` a list that has more in it than texts");
            }
            Allowance.spend((long) next.length() + separator.length());
            text.add(next);
        }
        return text.toString();
    }

    /** Text, what is replaced in it, and with what; a negative number of times means all. */
    private static String replaced(Object[] texts, long times) {
        var with = Matcher.quoteReplacement((String) texts[2]);
        return rewritten((String) texts[0], Pattern.quote((String) texts[1]), with, times);
    }

    /**
     * The same with a regular expression, to whose groups the replacement may refer: {@code \\1}.
     */
    private static String rewritten(Object[] texts, long times) {
        var with = new StringBuilder();
        var text = (String) texts[2];
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(++at);
                with.append(
                        Character.isDigit(next) ? "$" + next : Matcher.quoteReplacement("" + next));
            } else {
                with.append(Matcher.quoteReplacement(String.valueOf(c)));
            }
        }
        return rewritten((String) texts[0], (String) texts[1], with.toString(), times);
    }

    private static String rewritten(String text, String what, String with, long times) {
        var found = pattern(what).matcher(text);
        var made = new StringBuilder();
        int before = 0;
        for (long i = 0; (times < 0 || i < times) && found.find(); i++) {
            Allowance.spend(with.length());
            found.appendReplacement(made, with);
            Allowance.spend(made.length() - before);
            before = made.length();
        }
        return found.appendTail(made).toString();
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new TemplateFailed("has no regular expression: " + e.getMessage());
        }
    }
}
