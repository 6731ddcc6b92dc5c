package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a request out of {@code {method, url, headers?, body?}}. */
final class HttpCall {

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final BodyPublisher NO_BODY = BodyPublishers.noBody();

    private final JsonNode settings;

    HttpCall(JsonNode settings) {
        if (!settings.isObject()) {
            throw Settings.wrong("request", "must be an object with method and url");
        }
        this.settings = settings;
    }

    /** What a person would call it: {@code POST http://localhost:9000/charge}. */
    String name() {
        return method() + " " + url();
    }

    HttpRequest request(String idempotencyKey) {
        var body = find("body");
        var request =
                HttpRequest.newBuilder(url())
                        .version(Version.HTTP_1_1)
                        .method(method(), body.map(HttpCall::publisher).orElse(NO_BODY))
                        .setHeader("Idempotency-Key", idempotencyKey);
        body.filter(JsonNode::isContainerNode)
                .ifPresent(_ -> request.setHeader("Content-Type", "application/json"));
        addHeaders(request);
        return request.build();
    }

    private static BodyPublisher publisher(JsonNode body) {
        return BodyPublishers.ofString(body.isTextual() ? body.textValue() : Json.write(body));
    }

    private void addHeaders(HttpRequest.Builder request) {
        var headers = find("headers");
        if (headers.isPresent() && !headers.get().isObject()) {
            throw Settings.wrong("request.headers", "must be an object");
        }
        for (var header : headers.map(JsonNode::properties).orElse(Set.of())) {
            var field = "request.headers." + header.getKey();
            try {
                request.setHeader(header.getKey(), Settings.text(field, header.getValue()));
            } catch (IllegalArgumentException refused) {
                throw Settings.wrong(field, "can't be sent: " + refused.getMessage());
            }
        }
    }

    private String method() {
        var method =
                find("method")
                        .map(it -> Settings.text("request.method", it).toUpperCase(Locale.ROOT))
                        .orElse("GET");
        if (!METHOD.matcher(method).matches() || method.equals("CONNECT")) {
            throw Settings.wrong("request.method", "must be a method like GET, not " + method);
        }
        return method;
    }

    private URI url() {
        var text =
                Settings.text(
                        "request.url",
                        find("url").orElseThrow(() -> Settings.wrong("request.url", "is missing")));
        try {
            var url = URI.create(text);
            if (isHttp(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // answered below, as another scheme is
        }
        throw Settings.wrong(
                "request.url", "must be an address like https://example.org/path, not " + text);
    }

    private static boolean isHttp(@Nullable String scheme) {
        return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    }

    private Optional<JsonNode> find(String field) {
        return Optional.ofNullable(settings.get(field)).filter(it -> !it.isNull());
    }
}
