package io.agentrunner.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many steps end at once, more of them than there are connections, and each leaves what its former
 * attempt had left.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class ManyArtifactsTest {

    private static final int STEPS = 64;
    private static final int EACH = 10;
    private static final int ATTEMPTS = 3;

    @Inject Artifacts artifacts;
    @TempDir Path folder;
    private final RunId run = ArtifactsTest.newRun();

    @Test
    void the_latest_of_each_is_kept() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "text");
        var added = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STEPS; i++) {
                added.add(threads.submit(adding(StepKey.first("step" + i), file)));
            }
        }
        for (var each : added) {
            each.get();
        }
        assertThat(Artifacts.await(() -> artifacts.list(run, Optional.empty(), 1)).total())
                .isEqualTo(STEPS * EACH);
    }

    private Callable<?> adding(StepKey step, Path file) {
        return () -> {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                for (int i = 0; i < EACH; i++) {
                    artifacts.add(new Origin(run, step, attempt), file, "file" + i, "file");
                }
            }
            return null;
        };
    }
}
