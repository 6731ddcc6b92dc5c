package io.agentrunner.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the database is and who we are there; its text never shows the password. */
public record DatabaseSettings(
        String host, int port, String database, String user, String password) {

    private static final Pattern URL =
            Pattern.compile(
                    "postgres(?:ql)?://(?<host>\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]]+)"
                            + "(?::(?<port>[0-9]{1,5}))?/(?<database>[^\\s/?#%]+)");

    /** The settings a user gave in the environment. */
    public static DatabaseSettings parse(
            String url, @Nullable String user, @Nullable String password) {
        var parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw malformed(url);
        }
        var port = parts.group("port") == null ? 5432 : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65535) {
            throw malformed(url);
        }
        if (user == null || user.isBlank()) {
            throw new DatabaseUnusable(
                    "AGENT_RUNNER_DATABASE_URL is set but AGENT_RUNNER_DATABASE_USER is not;"
                            + " set it, and AGENT_RUNNER_DATABASE_PASSWORD.");
        }
        return new DatabaseSettings(
                parts.group("host"),
                port,
                parts.group("database"),
                user,
                password == null ? "" : password);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + address();
    }

    public String reactiveUrl() {
        return "postgresql://" + address();
    }

    /** The same for Vert.x. */
    public PgConnectOptions reactive() {
        return new PgConnectOptions()
                .setHost(host.replaceAll("[\\[\\]]", ""))
                .setPort(port)
                .setDatabase(database)
                .setUser(user)
                .setPassword(password);
    }

    /** The same for Quarkus, to be set before it starts. */
    public Map<String, String> quarkusProperties() {
        return Map.of(
                "quarkus.datasource.reactive.url", reactiveUrl(),
                "quarkus.datasource.username", user,
                "quarkus.datasource.password", password);
    }

    public DatabaseSettings withDatabase(String other) {
        return new DatabaseSettings(host, port, other, user, password);
    }

    /** What people call it: host, port and database. */
    public String address() {
        return host + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
        return user + " at " + address();
    }

    private static DatabaseUnusable malformed(String url) {
        // Whatever stands before an @ may be a password.
        var given = url.contains("@") ? "" : ", not \"" + url + "\"";
        return new DatabaseUnusable(
                "AGENT_RUNNER_DATABASE_URL must look like postgresql://host:port/database"
                        + given
                        + "; user and password go in AGENT_RUNNER_DATABASE_USER and"
                        + " AGENT_RUNNER_DATABASE_PASSWORD.");
    }
}
