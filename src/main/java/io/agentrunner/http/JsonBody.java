package io.agentrunner.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.http.Problem.Mistake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The body of a request as JSON, whatever it says. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * The value that a body is, as text; {@code null} in JSON for an empty one.
     *
     * @throws Problem when it is not JSON, too large, or can't be kept
     */
    public static String text(byte[] body) {
        if (body.length == 0) {
            return "null";
        }
        var value = tree(body);
        var mistakes = new ArrayList<Mistake>();
        Unstorable.find("", value, mistakes);
        if (!mistakes.isEmpty()) {
            throw RequestJson.invalid(mistakes);
        }
        return value.toString();
    }

    static JsonNode tree(byte[] body) {
        if (body.length > BodySize.LIMIT) { // sent in chunks, without saying its length first
            throw BodySize.tooLarge(body.length);
        }
        try {
            var node = Json.read(body);
            if (node.isMissingNode()) {
                throw new Problem(ProblemType.MALFORMED, "The body is empty. Send JSON.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new Problem(ProblemType.MALFORMED, "The body is not UTF-8: " + e.getMessage());
        }
    }

    /** What to answer to a body that is not JSON: where it stops being so. */
    static Problem malformed(JsonProcessingException e) {
        var at = e.getLocation();
        var mistake =
                new Mistake(
                        null,
                        at == null ? null : at.getLineNr(),
                        at == null ? null : at.getColumnNr(),
                        e.getOriginalMessage());
        return new Problem(
                        ProblemType.MALFORMED,
                        "The body is not JSON. Correct it at the line and column in errors.")
                .withErrors(List.of(mistake));
    }
}
