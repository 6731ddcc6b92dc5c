package io.agentrunner.postgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a {@code @QuarkusTest} a fresh, migrated database, as main does for the program. */
public final class TestDatabaseResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return TestDatabase.fresh().quarkusProperties();
    }

    /** The server ends with the JVM, and the database with it. */
    @Override
    public void stop() {}
}
