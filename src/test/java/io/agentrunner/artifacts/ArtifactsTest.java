package io.agentrunner.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class ArtifactsTest {

    @Inject Artifacts artifacts;
    @TempDir Path folder;
    private final RunId run = newRun();

    static RunId newRun() {
        var random = ThreadLocalRandom.current();
        return RunId.at(Instant.now(), random.nextLong(), random.nextLong());
    }

    private Origin attempt(int number) {
        return new Origin(run, StepKey.first("build"), number);
    }

    private io.agentrunner.run.Artifact add(int attempt, String name, String text)
            throws IOException {
        var file = Files.writeString(folder.resolve("file"), text);
        return artifacts.add(attempt(attempt), file, name, "file");
    }

    private List<ArtifactView> list() {
        return Artifacts.await(() -> artifacts.list(run, Optional.empty(), 500)).items();
    }

    @Test
    void an_artifact_is_found_by_its_id_and_its_run() throws IOException {
        var added = add(2, "target/report.html", "<b>");
        var found = Artifacts.await(() -> artifacts.find(added.id())).orElseThrow();
        assertThat(list()).containsExactly(found);
        assertThat(found.runId()).isEqualTo(run.value());
        assertThat(found.step()).isEqualTo("build");
        assertThat(found.name()).isEqualTo("target/report.html");
        assertThat(found.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(found.size()).isEqualTo(3).isEqualTo(added.size());
        assertThat(found.sha256()).isEqualTo(added.sha256());
    }

    @Test
    void a_later_attempt_replaces_what_has_the_same_name() throws IOException {
        var first = add(1, "a.txt", "one");
        var other = add(1, "b.txt", "two");
        var second = add(2, "a.txt", "three");
        assertThat(list()).extracting(ArtifactView::id).containsExactly(other.id(), second.id());
        assertThat(Artifacts.await(() -> artifacts.find(first.id()))).isEmpty();
        assertThat(Path.of("target/test-data/artifacts", run.toString()))
                .isDirectoryNotContaining("glob:**" + first.id());
    }

    @Test
    void an_earlier_attempt_that_comes_late_replaces_nothing() throws IOException {
        var second = add(2, "a.txt", "two");
        var first = add(1, "a.txt", "one");
        assertThat(list()).extracting(ArtifactView::id).containsExactly(second.id());
        assertThat(Path.of("target/test-data/artifacts", run.toString()))
                .isDirectoryContaining("glob:**" + second.id())
                .isDirectoryNotContaining("glob:**" + first.id());
    }

    @Test
    void what_another_iteration_left_stays() throws IOException {
        add(1, "a.txt", "one");
        var next = new Origin(run, new StepKey("build", 2), 1);
        artifacts.add(next, folder.resolve("file"), "a.txt", "file");
        assertThat(list()).hasSize(2);
    }

    @Test
    void metadata_recorded_twice_is_there_once_and_its_bytes_stay() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "text");
        var kept = artifacts.keep(attempt(1), file, "a.txt", "file");
        assertThat(list()).isEmpty();
        artifacts.record(kept);
        artifacts.record(kept);
        assertThat(list()).extracting(ArtifactView::id).containsExactly(kept.artifact().id());
        try (var in = artifacts.open(kept.row(), 0)) {
            assertThat(in.readAllBytes()).hasSize(4);
        }
    }

    @Test
    void a_run_that_is_deleted_leaves_neither_rows_nor_bytes() throws IOException {
        add(1, "a.txt", "one");
        artifacts.deleteOf(run);
        artifacts.deleteOf(run);
        assertThat(list()).isEmpty();
        assertThat(Path.of("target/test-data/artifacts", run.toString())).doesNotExist();
    }

    @Test
    void a_list_is_read_page_by_page_in_the_order_of_time() throws IOException {
        for (int i = 0; i < 5; i++) {
            add(1, "file-" + i, "");
        }
        var first = Artifacts.await(() -> artifacts.list(run, Optional.empty(), 3));
        var last = ArtifactCursor.last(first.nextCursor());
        var second = Artifacts.await(() -> artifacts.list(run, last, 3));
        assertThat(first.items()).hasSize(3);
        assertThat(first.total()).isEqualTo(5);
        assertThat(second.items()).hasSize(2);
        assertThat(second.nextCursor()).isNull();
        assertThat(second.items()).doesNotContainAnyElementsOf(first.items());
    }

    @Test
    void a_name_that_is_none_is_refused() {
        assertThatThrownBy(() -> add(1, " ", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> add(1, "x".repeat(2000), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
