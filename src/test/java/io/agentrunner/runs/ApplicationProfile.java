package io.agentrunner.runs;

import io.agentrunner.postgres.TestDatabaseResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The whole application on a database and a data folder of its own. */
public class ApplicationProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "agent-runner.data",
                "target/test-data/" + UUID.randomUUID(),
                "agent-runner.workflows",
                "src/test/resources/door-workflows",
                "agent-runner.allowed-hosts",
                "runner.example,other.example");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabaseResource.class));
    }
}
