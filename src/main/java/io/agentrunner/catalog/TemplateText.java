package io.agentrunner.catalog;

import java.util.ArrayList;
import java.util.List;

/** A string cut into literal text and expressions; a doubled dollar makes an expression literal. */
record TemplateText(List<Part> parts) {

    /** A piece of the string. */
    sealed interface Part {
        record Literal(String text) implements Part {}

        /**
         * What stands between the braces.
         *
         * @param offset of the dollar in the string
         */
        record Expression(String source, int offset) implements Part {}
    }

    TemplateText {
        parts = List.copyOf(parts);
    }

    /** Whether it is one expression and nothing else, so that it keeps the expression's type. */
    boolean isOneExpression() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Expression;
    }

    /** Whether there is anything to evaluate or to unescape in that text. */
    static boolean hasTemplate(String text) {
        return text.contains("${");
    }

    /**
     * Cuts a string.
     *
     * @throws TemplateFailed when an expression is never closed or empty
     */
    static TemplateText parse(String text) {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                flush(literal, parts);
                int end = new ExpressionEnd(text).after(at + 2);
                parts.add(expression(text, at, end));
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        flush(literal, parts);
        return new TemplateText(parts);
    }

    private static Part expression(String text, int start, int end) {
        if (end < 0) {
            throw new TemplateFailed(
                    "`"
                            + shortened(text.substring(start))
                            + "` is never closed; write `}` at its end, or `$${` for a literal"
                            + " `${`");
        }
        var source = text.substring(start + 2, end);
        if (source.isBlank()) {
            throw new TemplateFailed("`${}` holds no expression; write `$${` for a literal `${`");
        }
        return new Part.Expression(source, start);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "…";
    }
}
