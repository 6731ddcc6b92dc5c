package io.agentrunner.catalog;

import io.agentrunner.http.BareType;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.RequestJson;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request that carries an object, in JSON or in YAML. */
public final class RequestBody {

    private static final Set<String> TYPES =
            Set.of(
                    "application/json",
                    "application/yaml",
                    "application/x-yaml",
                    "text/yaml",
                    "text/x-yaml");

    private RequestBody() {}

    /**
     * Reads a body. An empty one counts as {@code {}}.
     *
     * @param type its media type; whatever isn't YAML is read as JSON
     * @throws Problem when it can't be read
     */
    public static RequestJson read(byte @Nullable [] body, @Nullable String type) {
        if (body == null || body.length == 0) {
            return RequestJson.of(new byte[0]);
        }
        return isYaml(type) ? yaml(body) : RequestJson.of(body);
    }

    /** Whether a media type means one of those that are read here. */
    public static boolean isTaken(@Nullable String type) {
        return type != null && TYPES.contains(BareType.of(type));
    }

    /** Whether a media type means YAML. */
    static boolean isYaml(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).contains("yaml");
    }

    private static RequestJson yaml(byte[] body) {
        try {
            return RequestJson.of(YamlSource.read(Blueprints.text(body)).root());
        } catch (Unreadable e) {
            throw new Problem(
                            ProblemType.MALFORMED,
                            "The body is not YAML. Correct it at the line and column in errors.")
                    .withErrors(e.mistakes());
        }
    }
}
