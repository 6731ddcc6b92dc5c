package io.agentrunner.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The application without a database: what all doors have in common needs none. */
public class HttpProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.devservices.enabled", "false",
                "quarkus.http.limits.max-body-size", "2M",
                "agent-runner.allowed-hosts", "runner.example,other.example");
    }
}
