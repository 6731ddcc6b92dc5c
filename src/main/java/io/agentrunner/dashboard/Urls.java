package io.agentrunner.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Spells what stands in an address. */
final class Urls {

    private Urls() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
