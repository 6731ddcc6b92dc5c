package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.engine.Outcome;
import io.agentrunner.postgres.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an attempt whose command ends while the database takes no connections. */
@QuarkusTest
class ShellOutageTest extends ShellTest {

    private String database = "";

    @BeforeEach
    void find() {
        var url =
                ConfigProvider.getConfig()
                        .getValue("quarkus.datasource.reactive.url", String.class);
        database = url.substring(url.lastIndexOf('/') + 1);
    }

    @AfterEach
    void open() {
        TestDatabase.execute(
                TestDatabase.empty(), "ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
    }

    private void shut() {
        var other = TestDatabase.empty();
        TestDatabase.execute(other, "ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
        TestDatabase.execute(
                other,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + database
                        + "'");
    }

    /** Its bytes are kept by then; only the metadata can't be told. */
    private static void awaitBytesOf(TestTask task) {
        var folder = Path.of("target/test-data/artifacts", task.run().toString());
        await().until(() -> Files.exists(folder) && hasFile(folder));
    }

    private static boolean hasFile(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.anyMatch(it -> !it.toString().endsWith(".partial"));
        }
    }

    @Test
    void a_result_waits_for_the_database() throws Exception {
        shut();
        var task = command("echo worth waiting");
        var outcome = begin(task);
        awaitBytesOf(task);
        assertThat(outcome)
                .failsWithin(Duration.ofMillis(700)) // more than one try
                .withThrowableOfType(TimeoutException.class);
        assertThat(RestAssured.get("/runs/" + task.run() + "/artifacts").statusCode())
                .isEqualTo(503);
        open();
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(20));
        var completed = (Outcome.Completed) outcome.join();
        assertThat(completed.artifacts()).hasSize(1);
        assertThat(RestAssured.get("/runs/" + task.run() + "/artifacts").path("total").toString())
                .isEqualTo("1");
    }

    @Test
    void a_stop_does_not_wait_for_it() throws Exception {
        shut();
        var task = command("echo not worth waiting");
        var outcome = begin(task);
        awaitBytesOf(task);
        task.stop().give();
        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(20))
                .isInstanceOf(Outcome.Completed.class);
    }
}
