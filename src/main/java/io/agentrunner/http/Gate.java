package io.agentrunner.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call. This server runs commands for whoever reaches it, so a web page of another origin
 * in the user's browser must not: neither by a name that was pointed here, nor by a form or a fetch
 * that needs no permission.
 */
final class Gate {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");
    // None of these can be sent by a page of another origin without asking first, except the form.
    private static final Set<String> BODIES =
            Set.of(
                    "application/json",
                    "application/yaml",
                    "application/x-yaml",
                    "text/yaml",
                    "text/x-yaml",
                    "application/ndjson",
                    "application/x-ndjson",
                    FormTokenFilter.FORM);

    private final AllowedHosts hosts;

    Gate(AllowedHosts hosts) {
        this.hosts = hosts;
    }

    /** What a request says of itself and of where it comes from. */
    record Caller(
            String method,
            @Nullable HostAndPort host,
            @Nullable String origin,
            @Nullable String fetchSite,
            @Nullable String contentType,
            @Nullable String contentLength,
            boolean chunked) {

        static Caller of(HttpServerRequest request) {
            return new Caller(
                    request.method().name(),
                    request.authority(),
                    request.getHeader("Origin"),
                    request.getHeader("Sec-Fetch-Site"),
                    request.getHeader("Content-Type"),
                    request.getHeader("Content-Length"),
                    request.headers().contains("Transfer-Encoding"));
        }

        boolean isForm() {
            return contentType != null && contentType.startsWith(FormTokenFilter.FORM);
        }

        boolean isLines() {
            return Lines.areNamedBy(contentType);
        }

        boolean hasBody() {
            return chunked || (contentLength != null && !contentLength.equals("0"));
        }
    }

    /**
     * Lets a request in.
     *
     * @throws Problem when it may not come in
     */
    void admit(Caller caller) {
        var host = checkHost(caller);
        checkSize(caller);
        if (!SAFE_METHODS.contains(caller.method())) {
            checkOrigin(caller, host);
            checkBody(caller);
        }
    }

    private HostAndPort checkHost(Caller caller) {
        var host = caller.host();
        if (host == null || !hosts.contains(host.host())) {
            var name = host == null ? "in that Host header" : host.host();
            throw forbidden(
                    "This server does not answer to the name "
                            + name
                            + ". Call it as localhost, or add the name to"
                            + " AGENT_RUNNER_ALLOWED_HOSTS.");
        }
        return host;
    }

    private static void checkSize(Caller caller) {
        long length = length(caller.contentLength());
        // A body of lines may be as long as it likes; whoever takes one looks at each line.
        if (length > BodySize.LIMIT && !caller.isLines()) {
            throw BodySize.tooLarge(length);
        }
    }

    private static void checkOrigin(Caller caller, HostAndPort host) {
        var site = caller.fetchSite();
        if (site != null && !SAME_SITE.contains(site)) {
            throw forbidden(
                    "A page of another site may not do this (Sec-Fetch-Site: " + site + ").");
        }
        var origin = caller.origin();
        if (origin != null && !isSame(origin, host)) {
            throw forbidden("A page of another origin may not do this (Origin: " + origin + ").");
        }
    }

    private static void checkBody(Caller caller) {
        var type = caller.contentType();
        if (type == null && caller.hasBody()) {
            throw new Problem(
                    ProblemType.UNSUPPORTED,
                    "Say what the body is: Content-Type: application/json, or application/yaml.");
        }
        if (type != null && !isTaken(type)) {
            throw new Problem(
                    ProblemType.UNSUPPORTED,
                    "A body of type %s is not taken. Send application/json, or application/yaml."
                            .formatted(type));
        }
    }

    private static boolean isTaken(String contentType) {
        var type = BareType.of(contentType);
        return BODIES.contains(type) || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static boolean isSame(String origin, HostAndPort host) {
        try {
            var uri = new URI(origin);
            int usual = "https".equals(uri.getScheme()) ? 443 : 80;
            return uri.getHost() != null
                    && uri.getHost().equalsIgnoreCase(bracketed(host.host()))
                    && port(uri.getPort(), usual) == port(host.port(), usual);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(int given, int usual) {
        return given > 0 ? given : usual;
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static long length(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            throw new Problem(ProblemType.MALFORMED, "Content-Length must be a number.");
        }
    }

    private static Problem forbidden(String detail) {
        return new Problem(ProblemType.FORBIDDEN, detail);
    }
}
