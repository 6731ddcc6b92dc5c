package io.agentrunner.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * What comes before a body: not too long, and with an address that can be read. The framework would
 * refuse it without a word, so its limits are higher and its own look at addresses is switched off.
 */
final class RequestHead {

    static final int LONGEST_ADDRESS = 8 * 1024;
    static final int LARGEST_HEADERS = 16 * 1024;

    private RequestHead() {}

    /**
     * Lets a request pass that has a usual one.
     *
     * @throws Problem for another
     */
    static void check(HttpServerRequest request) {
        if (!isAddress(request.uri())) {
            throw new Problem(
                    ProblemType.MALFORMED,
                    "The address can't be read. Encode what is special in it: % is %25, a space"
                            + " %20.");
        }
        check(ProblemType.URI_TOO_LONG, "An address", LONGEST_ADDRESS, request.uri().length());
        int headers = 0;
        for (var header : request.headers()) {
            headers += header.getKey().length() + header.getValue().length();
        }
        check(ProblemType.HEADERS_TOO_LARGE, "All headers together", LARGEST_HEADERS, headers);
    }

    private static boolean isAddress(String address) {
        try {
            return !new URI(address).toString().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void check(ProblemType type, String what, int limit, int actual) {
        if (actual > limit) {
            throw new Problem(type, "%s may have %d characters at most.".formatted(what, limit))
                    .with("limit", limit)
                    .with("actual", actual);
        }
    }
}
