package io.agentrunner.postgres;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about the database: the data folder and, to use one's own server, its address.
 */
public record DatabaseOptions(
        Path dataDir, @Nullable String url, @Nullable String user, @Nullable String password) {

    public static DatabaseOptions fromEnvironment(Path dataDir, Map<String, String> environment) {
        return new DatabaseOptions(
                dataDir,
                environment.get("AGENT_RUNNER_DATABASE_URL"),
                environment.get("AGENT_RUNNER_DATABASE_USER"),
                environment.get("AGENT_RUNNER_DATABASE_PASSWORD"));
    }

    /** The embedded server is used unless a URL is given. */
    boolean isExternal() {
        return url != null && !url.isBlank();
    }

    @Override
    public String toString() {
        return "database " + (isExternal() ? url : "in " + dataDir);
    }
}
