package io.agentrunner.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What a program would send for what the form that starts a run says. */
final class StartBody {

    /** Where the inputs are in it. */
    static final String INPUTS = "/inputs";

    private StartBody() {}

    static byte[] of(String workflow, String inputs, Map<String, String> form) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("workflow", workflow);
        body.putRawValue("inputs", new RawValue(inputs));
        var tags = body.putArray("tags");
        Arrays.stream(form.getOrDefault("tags", "").split(",", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .forEach(tags::add);
        var correlation = form.getOrDefault("correlationId", "").strip();
        if (!correlation.isEmpty()) {
            body.put("correlationId", correlation);
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
