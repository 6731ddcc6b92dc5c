package io.agentrunner.catalog;

/**
 * Finds the brace that ends an expression: those inside CEL's strings, comments and maps don't
 * count.
 */
final class ExpressionEnd {

    private final String text;

    ExpressionEnd(String text) {
        this.text = text;
    }

    /** Index of the closing brace of an expression that begins at {@code start}; -1 without one. */
    int after(int start) {
        int depth = 0;
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at = afterString(at);
                continue;
            }
            if (c == '`') {
                at = past("`", at + 1);
                continue;
            }
            if (text.startsWith("//", at)) {
                at = past("\n", at);
                continue;
            }
            if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return at;
            }
            at++;
        }
        return -1;
    }

    private int afterString(int start) {
        boolean raw = isRaw(start);
        var one = text.substring(start, start + 1);
        var quote = text.startsWith(one.repeat(3), start) ? one.repeat(3) : one;
        int at = start + quote.length();
        while (at < text.length() && !text.startsWith(quote, at)) {
            at += !raw && text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + quote.length();
    }

    /** A prefix {@code r}, alone or next to {@code b}, that is not the end of a longer name. */
    private boolean isRaw(int quote) {
        int at = quote;
        boolean raw = false;
        while (at > 0 && "rRbB".indexOf(text.charAt(at - 1)) >= 0 && quote - at < 2) {
            at--;
            raw |= Character.toLowerCase(text.charAt(at)) == 'r';
        }
        return raw && (at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1)));
    }

    private int past(String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }
}
