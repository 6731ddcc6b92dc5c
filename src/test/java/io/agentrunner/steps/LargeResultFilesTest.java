package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.agentrunner.artifacts.ArtifactStore;
import io.agentrunner.artifacts.ArtifactView;
import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.Outcome.Large;
import io.agentrunner.engine.Payloads;
import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Reason;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class LargeResultFilesTest {

    private static final Artifact OTHER =
            new Artifact(new UUID(1, 2), "a.txt", "file", "text/plain", 1, "0".repeat(64));

    @Inject Artifacts artifacts;
    @Inject ArtifactStore store;
    private final TestTask task = TestTask.of("{}");

    private LargeResultFiles files(long most) {
        return new LargeResultFiles(artifacts, TestTask.SECRETS, 1024, most);
    }

    private Outcome keep(TestTask attempt, String json, long most) throws Exception {
        return files(most).keep(attempt.task(), new Large(out -> out.write(json), List.of(OTHER)));
    }

    private List<ArtifactView> found() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(
                        () -> artifacts.list(task.run(), Optional.empty(), 10))
                .items();
    }

    private String text(ArtifactView view) throws IOException {
        try (var in = store.open(view.uri(), 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_result_is_where_its_reference_says() throws Throwable {
        var outcome = keep(task, "\"é😀\"", 2000);

        var kept = found().getFirst();
        assertThat(Ended.result(outcome))
                .isEqualTo(Json.object().put("artifact", kept.id().toString()).put("size", 8));
        assertThat(text(kept)).isEqualTo("\"é😀\"");
        assertThat(kept.name()).isEqualTo("result.json");
        assertThat(kept.kind()).isEqualTo("result");
        assertThat(kept.contentType()).isEqualTo("application/json");
        assertThat(kept.step()).isEqualTo("work");
        assertThat(outcome)
                .asInstanceOf(type(Outcome.Completed.class))
                .extracting(Outcome.Completed::artifacts)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Artifact.class))
                .extracting(Artifact::name)
                .containsExactly("a.txt", "result.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void the_limit_is_met_to_the_byte(int over) throws Throwable {
        var outcome = keep(task, '"' + "é😀".repeat(333) + '"', 2000 - over);

        if (over <= 0) {
            assertThat(found()).hasSize(1);
            return;
        }
        assertThat(Ended.reason(outcome)).isEqualTo(Reason.PAYLOAD_LIMIT);
        assertThat(Ended.failure(outcome).code()).isEqualTo("PAYLOAD_LIMIT");
        assertThat(Ended.failure(outcome).message())
                .isEqualTo(
                        "the result is larger than the 1,999 bytes that are possible; leave it in a file of"
                                + " the workspace and name that as an artifact, or divide it among steps");
        assertThat(((Outcome.Failed) outcome).artifacts()).containsExactly(OTHER);
        assertThat(found()).isEmpty();
        assertThat(Path.of("target/test-data/artifacts", task.run().toString())).isEmptyDirectory();
    }

    @Test
    void the_attempt_after_a_crash_takes_its_place() throws Throwable {
        keep(task, "[1]", 2000);
        var second = keep(task.attempt(2), "[22]", 2000);

        assertThat(found()).hasSize(1);
        assertThat(Ended.result(second).get("artifact").asText())
                .isEqualTo(found().getFirst().id().toString());
        assertThat(text(found().getFirst())).isEqualTo("[22]");
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        for (var inline : List.of(1023, Payloads.LIMIT + 1, 3000)) {
            assertThatThrownBy(
                            () -> new LargeResultFiles(artifacts, TestTask.SECRETS, inline, 2999))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_it_can_not_be_written_for_fails_the_attempt() throws Throwable {
        var files = files(2000);
        var broken =
                new Large(
                        _ -> {
                            throw new StepFailed("EXIT_1", "no luck");
                        },
                        List.of());

        assertThat(Ended.failure(files.keep(task.task(), broken)).code()).isEqualTo("EXIT_1");
        assertThat(found()).isEmpty();
    }
}
