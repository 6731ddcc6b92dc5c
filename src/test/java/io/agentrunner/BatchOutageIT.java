package io.agentrunner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away in the middle of a batch and comes back before its end. */
class BatchOutageIT {

    private static final String LINE = "{\"workflow\": \"short\"}\n";

    @TempDir Path folder;

    /** A client that sends a line when it has read the answer to the one before. */
    private static final class Conversation implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;

        Conversation(URI server) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
            socket.setSoTimeout(30_000);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            say(
                    """
                    POST /runs/batch HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/x-ndjson\r
                    Content-Length: 1000000\r
                    \r
                    """);
        }

        JsonNode ask(String line) throws IOException {
            say(line);
            var answer = answers.readLine();
            while (!answer.startsWith("{")) { // headers and lengths of chunks
                answer = answers.readLine();
            }
            return new ObjectMapper().readTree(answer);
        }

        private void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void lines_of_a_batch_are_refused_while_the_database_is_away_and_taken_again_after_that()
            throws Exception {
        var pg = new DatabaseOptions(folder.resolve("pg"), null, null, null);
        var database = Database.open(pg);
        try (var server = ServerProcess.on(database.settings(), folder.resolve("data"))) {
            var api = new Api(server.baseUri());
            api.publish("name: short\ntimeline: [a]\nsteps: {a: {type: set, value: 1}}\n");
            try (var batch = new Conversation(server.baseUri())) {
                assertThat(batch.ask(LINE).path("workflow").asText()).isEqualTo("short");

                database.close();
                var asker = new Asker(server.baseUri());
                await("the server says so")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> asker.get("/readyz").join().status() == 503);
                var refused = batch.ask(LINE);
                assertThat(refused.path("status").asInt()).isEqualTo(503);
                assertThat(refused.path("line").asInt()).isEqualTo(2);

                database = Database.open(pg);
                server.awaitReady();
                assertThat(batch.ask(LINE).path("workflow").asText()).isEqualTo("short");
            }
            assertThat(api.get("/runs?limit=1").path("total").asInt()).isEqualTo(2);
        } finally {
            database.close();
        }
    }
}
