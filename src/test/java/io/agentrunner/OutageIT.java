package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under load and comes back: nobody is told a lie and nothing is lost. */
class OutageIT {

    /** Long with the profile for long proofs, short otherwise. */
    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("outage.seconds", 8));

    @TempDir Path folder;

    @Test
    void an_outage_is_said_and_outlived() throws Exception {
        var pg = new DatabaseOptions(folder.resolve("pg"), null, null, null);
        var database = Database.open(pg);
        try (var server = ServerProcess.on(database.settings(), folder.resolve("data"))) {
            var runs = new SteadyRuns(new Api(server.baseUri()), folder.resolve("trace"));
            runs.begin(30);

            database.close();
            long gone = System.nanoTime();
            var asker = new Asker(server.baseUri());
            await("the server says so")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> asker.get("/readyz").join().status() == 503);
            asker.post("/runs", runs.body()).join().isRefusedForNow();
            assertThat(asker.get("/healthz").join().status()).isEqualTo(200);
            await("the outage lasts")
                    .atMost(OUTAGE.plusSeconds(30))
                    .until(() -> System.nanoTime() - gone > OUTAGE.toNanos());

            database = Database.open(pg);
            server.awaitReady();
            runs.one("after");
            runs.assertEachStepWasMadeOnce();
        } finally {
            database.close();
        }
    }
}
