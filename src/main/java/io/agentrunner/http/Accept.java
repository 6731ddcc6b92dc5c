package io.agentrunner.http;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client would rather have, by its header {@code Accept}. */
public final class Accept {

    private Accept() {}

    /** A browser names HTML; what takes anything gets JSON. */
    public static boolean prefersHtml(@Nullable String accept) {
        double html = quality(accept, "text/html");
        return html > 0
                && html >= quality(accept, "application/json")
                && html >= quality(accept, "application/problem+json");
    }

    /** Whether the stream is wanted, by name. */
    public static boolean prefersEventStream(@Nullable String accept) {
        double stream = quality(accept, "text/event-stream");
        return stream > 0 && stream >= quality(accept, "application/json");
    }

    /** 0 to 1 where the header names that very type, else 0. */
    private static double quality(@Nullable String accept, String type) {
        if (accept == null) {
            return 0;
        }
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                .map(range -> range.split(";"))
                .filter(range -> range[0].strip().equals(type))
                .mapToDouble(Accept::quality)
                .max()
                .orElse(0);
    }

    private static double quality(String[] range) {
        return Arrays.stream(range)
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.startsWith("q="))
                .mapToDouble(parameter -> number(parameter.substring(2)))
                .findFirst()
                .orElse(1);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
