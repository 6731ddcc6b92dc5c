package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import io.agentrunner.postgres.DatabaseSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret reaches a step; it is searched for everywhere else. */
class SecretsIT {

    private static final String SECRET = "s3cret-\"quoted\"-and-öddly-named";

    private static final String WORKFLOW =
            """
            name: confidential
            timeline: [use, fail]
            steps:
              use:
                type: shell
                env: {TOKEN: "${secrets.TOKEN}"}
                artifacts: ["length.txt"]
                run: |
                  printf %s "$TOKEN" | wc -c | tr -d ' ' > length.txt
                  echo "the token is $TOKEN"
                  echo "the token is $TOKEN" >&2
                  cat length.txt
              fail:
                type: shell
                run: "echo failed with ${secrets.TOKEN} >&2; exit 3"
            """;

    @TempDir Path folder;

    @Test
    void a_secret_is_nowhere_but_in_the_step() throws Exception {
        try (var database =
                Database.open(new DatabaseOptions(folder.resolve("pg"), null, null, null))) {
            int port = ServerProcess.freePort();
            var places = new ArrayList<String>();
            try (var server =
                    ServerProcess.start(
                                    folder.resolve("data"), port, environment(database.settings()))
                            .awaitReady()) {
                var api = new Api(server.baseUri());
                api.publish(WORKFLOW);
                var run = api.start("once", "{\"workflow\": \"confidential\"}");
                await("the run ends")
                        .atMost(Duration.ofMinutes(1))
                        .until(
                                () ->
                                        api.get("/runs/" + run)
                                                .path("state")
                                                .asText()
                                                .equals("FAILED"));

                assertThat(
                                api.get("/runs/" + run)
                                        .path("steps")
                                        .get(0)
                                        .path("result")
                                        .path("stdout")
                                        .asText())
                        .contains(String.valueOf(SECRET.getBytes(StandardCharsets.UTF_8).length))
                        .contains("the token is ***");
                places.addAll(answers(server, run));
            }
            places.addAll(everyRow(database.settings()));
            places.addAll(everyFile(folder.resolve("data")));
            places.add(Files.readString(Path.of("target", "server-" + port + ".log")));

            assertThat(places).hasSizeGreaterThan(10).noneMatch(SecretsIT::tells);
        }
    }

    /** As it is, or as it looks inside JSON or HTML. */
    private static boolean tells(String text) {
        return text.contains(SECRET)
                || text.contains(SECRET.replace("\"", "\\\""))
                || text.contains(SECRET.replace("\"", "&quot;"))
                || text.contains("s3cret-");
    }

    private static Map<String, String> environment(DatabaseSettings database) {
        return Map.of(
                "AGENT_RUNNER_SECRET_TOKEN", SECRET,
                "AGENT_RUNNER_DATABASE_URL", database.reactiveUrl(),
                "AGENT_RUNNER_DATABASE_USER", database.user(),
                "AGENT_RUNNER_DATABASE_PASSWORD", database.password());
    }

    private static List<String> answers(ServerProcess server, String run)
            throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        for (var path :
                List.of(
                        "/runs",
                        "/runs/" + run,
                        "/runs/" + run + "/events",
                        "/runs/" + run + "/steps",
                        "/runs/" + run + "/artifacts",
                        "/workflows/confidential",
                        "/metrics")) {
            for (var type : List.of("application/json", "text/html", "text/event-stream")) {
                all.add(get(server, path, type));
            }
        }
        return all;
    }

    private static String get(ServerProcess server, String path, String type)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.baseUri().resolve(path))
                        .header("Accept", type)
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static List<String> everyRow(DatabaseSettings database) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var tables =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            while (tables.next()) {
                var all =
                        connection
                                .createStatement()
                                .executeQuery("SELECT t::text FROM " + tables.getString(1) + " t");
                while (all.next()) {
                    rows.add(all.getString(1));
                }
            }
        }
        return rows;
    }

    private static List<String> everyFile(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var contents = new ArrayList<String>();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                contents.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
            return contents;
        }
    }
}
