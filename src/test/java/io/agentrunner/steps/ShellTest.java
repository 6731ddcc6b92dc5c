package io.agentrunner.steps;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.awaitility.Awaitility.await;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.postgres.TestDatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.io.TempDir;

/** Runs shell steps in a data folder of their own, with real processes and a real database. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
abstract class ShellTest {

    private static final Executor THREADS = Thread::startVirtualThread;

    @Inject Artifacts artifacts;
    @TempDir Path data;

    ShellFolders folders() {
        return ShellFolders.in(data);
    }

    static TestTask command(String line) {
        return TestTask.of(Json.write(Json.object().put("run", line)));
    }

    Outcome run(TestTask task) {
        try {
            var templates = new CelTemplates();
            return new ShellStep(templates, TestTask.SECRETS, folders(), artifacts)
                    .execute(task.task());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Outcome> begin(TestTask task) {
        return supplyAsync(() -> run(task), THREADS);
    }

    Path workspace(TestTask task) throws IOException {
        return folders().workspaces().of(task.run());
    }

    List<Path> records() throws IOException {
        if (!Files.exists(folders().processes())) {
            return List.of();
        }
        try (var files = Files.list(folders().processes())) {
            return files.toList();
        }
    }

    /** The processes whose numbers the command says, once there are that many. */
    static List<Long> heardPids(TestTask task, int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> task.heard().numbers().size() >= count);
        return task.heard().numbers();
    }

    static boolean isAlive(long pid) {
        try {
            return ProcessTable.now().find(pid).isPresent();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
