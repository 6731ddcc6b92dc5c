package io.agentrunner.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.catalog.Secrets;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a server answered, in the form that templates see. */
final class HttpAnswer {

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset=\"?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern JSON =
            Pattern.compile("application/([^;]*\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private final HttpResponse<BoundedBody.Body> response;
    private final Secrets secrets;
    private final String contentType;

    HttpAnswer(HttpResponse<BoundedBody.Body> response, Secrets secrets) {
        this.response = response;
        this.secrets = secrets;
        this.contentType = response.headers().firstValue("content-type").orElse("");
    }

    int status() {
        return response.statusCode();
    }

    boolean isWhole() {
        return response.body().isWhole();
    }

    /** {@code {status, headers, body}}. */
    ObjectNode json() {
        var answer = Json.object().put("status", status());
        answer.set("headers", headers());
        answer.set("body", body());
        return answer;
    }

    /** The same with no more of the body than somebody would look at. */
    ObjectNode jsonWithStart(int longest) {
        var text = maskedText();
        return text.length() > longest
                ? json().set("body", Json.text(Text.start(text, longest)))
                : json();
    }

    /** The start of the first line that says something. */
    String firstLine(int longest) {
        return maskedText()
                .lines()
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .findFirst()
                .map(it -> Text.start(it, longest))
                .orElse("");
    }

    /** Half a secret would not be found later: what is cut has to be masked before. */
    private String maskedText() {
        return secrets.mask(text());
    }

    private ObjectNode headers() {
        var all = Json.object();
        response.headers()
                .map()
                .forEach(
                        (name, values) ->
                                all.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return all;
    }

    private JsonNode body() {
        if (response.body().isEmpty()) {
            return NullNode.instance;
        }
        if (JSON.matcher(contentType).matches()) {
            try {
                return Json.MAPPER.readTree(text());
            } catch (JsonProcessingException _) {
                // mislabelled: text says what came
            }
        }
        return Json.text(text());
    }

    private String text() {
        return response.body().text(charset());
    }

    private Charset charset() {
        var named = CHARSET.matcher(contentType);
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
