package io.agentrunner.http;

import java.util.Locale;

/** What a {@code Content-Type} says, without its parameters. */
public final class BareType {

    private BareType() {}

    /** The type alone, in lower case: {@code text/html} of {@code Text/HTML; charset=utf-8}. */
    public static String of(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
