package io.agentrunner;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Approve what waits for them and give signals, once each as far as they know. */
final class People {

    private final Set<String> signalled = new HashSet<>();
    private int decisions;

    /**
     * Whatever waits at this moment; a repetition of what a kill left without an answer is fine.
     */
    void act(Api api, Collection<String> runs) throws IOException, InterruptedException {
        for (var item : api.get("/approvals?limit=100").path("items")) {
            decide(api, item);
        }
        for (var run : runs) {
            if (!signalled.contains(run)) {
                api.ask("/runs/" + run + "/signals/go", "{\"speed\": 3}");
                signalled.add(run);
            }
        }
    }

    private void decide(Api api, JsonNode item) throws IOException, InterruptedException {
        var step = URLEncoder.encode(item.path("step").asText(), StandardCharsets.UTF_8);
        var by = "person " + ++decisions;
        api.ask(
                "/runs/%s/approvals/%s".formatted(item.path("runId").asText(), step),
                "{\"decision\": \"approve\", \"by\": \"%s\"}".formatted(by));
    }

    int decisions() {
        return decisions;
    }
}
