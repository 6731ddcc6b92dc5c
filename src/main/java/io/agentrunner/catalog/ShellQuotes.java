package io.agentrunner.catalog;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows a command line as a POSIX shell reads it and tells how a value may stand at the point
 * reached, so that it becomes part of one word and never code. Where shells differ or quoting can't
 * protect, it says so and no value may stand there.
 */
final class ShellQuotes {

    private enum Context {
        PLAIN,
        SUBSHELL,
        SUBSTITUTION,
        SINGLE,
        DOUBLE,
        COMMENT,
        UNSURE
    }

    private final Deque<Context> contexts = new ArrayDeque<>();
    private final StringBuilder word = new StringBuilder();
    private String unsure = "";
    private boolean atWordStart = true;

    ShellQuotes() {
        contexts.push(Context.PLAIN);
    }

    /** What has to stand around a value that is itself in single quotes. */
    String around() {
        return switch (contexts.element()) {
            case PLAIN, SUBSHELL, SUBSTITUTION -> "";
            case SINGLE -> "'";
            case DOUBLE -> "\"";
            case COMMENT ->
                    throw refused("in a comment, which a line break in the value would end");
            case UNSURE -> throw refused(unsure);
        };
    }

    private static TemplateFailed refused(String place) {
        return new TemplateFailed(
                "stands "
                        + place
                        + "; a shell might take its value for code there. Put it into a variable"
                        + " before (name=${…}) and use \"$name\"");
    }

    /** A value has been written: the shell is in a word now. */
    void passValue() {
        atWordStart = false;
        word.setLength(0);
        word.append('?');
    }

    void read(String literal) {
        int at = 0;
        while (at < literal.length()) {
            at += read(literal, at);
        }
    }

    /** Reads what begins there and returns its length. */
    private int read(String text, int at) {
        char c = text.charAt(at);
        return switch (contexts.element()) {
            case UNSURE -> text.length() - at;
            case COMMENT -> endingAt(c, '\n');
            case SINGLE -> endingAt(c, '\'');
            case DOUBLE -> quoted(text, at, c);
            case PLAIN, SUBSHELL, SUBSTITUTION -> plain(text, at, c);
        };
    }

    private int quoted(String text, int at, char c) {
        return switch (c) {
            case '\\' -> escape(text, at);
            case '$', '`' -> expansion(text, at);
            default -> endingAt(c, '"');
        };
    }

    private int escape(String text, int at) {
        return at + 1 < text.length() ? 2 : giveUp("after a backslash");
    }

    private int endingAt(char c, char end) {
        if (c == end) {
            contexts.pop();
            atWordStart = end == '\n';
        }
        return 1;
    }

    private int plain(String text, int at, char c) {
        if (c == '#' && atWordStart) {
            contexts.push(Context.COMMENT);
            return 1;
        }
        if (text.startsWith("\\\n", at)) {
            return 2;
        }
        if (text.startsWith("<<", at)) {
            return giveUp("after a here-document");
        }
        if (atWordStart && (text.startsWith("((", at) || text.startsWith("[[", at))) {
            return giveUp("after `" + c + c + "`");
        }
        if (" \t\n;&|()<>".indexOf(c) >= 0) {
            return operator(c);
        }
        atWordStart = false;
        word.append(c);
        return switch (c) {
            case '\\' -> escape(text, at);
            case '\'' -> enter(Context.SINGLE);
            case '"' -> enter(Context.DOUBLE);
            case '$', '`' -> expansion(text, at);
            default -> 1;
        };
    }

    private int operator(char c) {
        boolean nested = contexts.element() != Context.PLAIN;
        if (nested && word.toString().equals("case")) {
            return giveUp("after `case` inside `$(…)` or `(…)`");
        }
        word.setLength(0);
        atWordStart = true;
        if (c == '(') {
            contexts.push(Context.SUBSHELL);
        } else if (c == ')' && nested && contexts.pop() == Context.SUBSTITUTION) {
            passValue();
        }
        return 1;
    }

    private int expansion(String text, int at) {
        if (text.charAt(at) == '`') {
            return giveUp("after a backquote (write `$(…)` instead)");
        }
        if (text.startsWith("$((", at)) {
            return giveUp("after `$((`");
        }
        if (text.startsWith("$(", at)) {
            contexts.push(Context.SUBSTITUTION);
            word.setLength(0);
            atWordStart = true;
            return 2;
        }
        if (text.startsWith("${", at)) {
            return parameter(text, at);
        }
        if (text.startsWith("$'", at) && contexts.element() != Context.DOUBLE) {
            return giveUp("after `$'`");
        }
        return 1;
    }

    /** A shell's own {@code ${name}}: simple ones are passed over. */
    private int parameter(String text, int at) {
        int end = text.indexOf('}', at);
        var inside = end < 0 ? "'" : text.substring(at + 2, end);
        return inside.chars().anyMatch(c -> "'\"`\\$".indexOf(c) >= 0)
                ? giveUp("after a `${…}` of the shell that contains quotes or expansions")
                : end + 1 - at;
    }

    private int enter(Context context) {
        contexts.push(context);
        return 1;
    }

    private int giveUp(String place) {
        unsure = place;
        contexts.push(Context.UNSURE);
        return 1;
    }
}
