package io.agentrunner.http;

import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells browsers what a page of this server may do: nothing but what it brings along. */
final class SecurityHeaders {

    private static final String PAGES =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";
    // The generated page of Swagger UI starts itself by an inline script.
    private static final String SWAGGER =
            PAGES.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
                    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    private SecurityHeaders() {}

    /** Adds what the answer doesn't say itself. */
    static void complete(String path, MultiMap headers) {
        // Not no-referrer: browsers would send `Origin: null` with the forms of our own pages.
        putIfAbsent(headers, "X-Content-Type-Options", "nosniff");
        putIfAbsent(headers, "Referrer-Policy", "same-origin");
        var policy = path.startsWith("/swagger-ui") ? SWAGGER : PAGES;
        putIfAbsent(headers, "Content-Security-Policy", policy);
        if (isNegotiated(headers.get("Content-Type"))) {
            putIfAbsent(headers, "Vary", "Accept");
            putIfAbsent(headers, "Cache-Control", "no-cache");
        }
    }

    private static void putIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }

    /** Pages, JSON and streams share their addresses with each other. */
    private static boolean isNegotiated(@Nullable String contentType) {
        var type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/html")
                || type.startsWith("text/event-stream")
                || type.startsWith("application/json")
                || type.startsWith(ProblemDocument.JSON);
    }
}
