package io.agentrunner.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Spells what stands in an address. */
final class Urls {

    private Urls() {}

    static String encode(String text) {
        // A plus is a space in a query alone.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
