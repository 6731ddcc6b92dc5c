package io.agentrunner.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.artifacts.Origin;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.OldCommits;
import io.agentrunner.journal.OldRuns;
import io.agentrunner.journal.RunDeletion;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import io.agentrunner.runs.ApplicationProfile;
import io.agentrunner.steps.Workspaces;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class RetentionTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @Inject OldRuns runs;
    @Inject OldCommits commits;
    @Inject RunDeletion deletion;
    @Inject Artifacts artifacts;
    @Inject Workspaces workspaces;
    @Inject DatabaseSettings database;
    @TempDir Path folder;
    private final ServerPhase phase = new ServerPhase();

    @BeforeEach
    void serve() {
        phase.serve();
    }

    @Test
    void a_run_that_ended_long_ago_goes_with_all_that_is_its() throws IOException {
        var run = ended(Duration.ofDays(31));
        var artifact = artifact(run);
        var workspace = workspaces.of(run);

        keeping(Optional.of(MONTH)).removeWhatIsOld();

        given().get("/runs/" + run + "/events").then().statusCode(404);
        given().get("/artifacts/" + artifact).then().statusCode(404);
        assertThat(workspace).doesNotExist();
    }

    @Test
    void one_that_ended_lately_stays_with_all_that_is_its() throws IOException {
        var run = ended(Duration.ofDays(29));
        var artifact = artifact(run);

        keeping(Optional.of(MONTH)).removeWhatIsOld();

        given().get("/runs/" + run + "/events").then().statusCode(200);
        given().get("/artifacts/" + artifact).then().statusCode(200);
    }

    @Test
    void nothing_goes_when_nobody_says_for_how_long_to_keep_it() throws IOException {
        var run = ended(Duration.ofDays(3650));

        keeping(Optional.empty()).removeWhatIsOld();

        given().get("/runs/" + run + "/events").then().statusCode(200);
        keeping(Optional.of(MONTH)).removeWhatIsOld();
    }

    @Test
    void a_server_that_is_about_to_end_removes_nothing() {
        var run = ended(Duration.ofDays(31));
        phase.drain();

        keeping(Optional.of(MONTH)).removeWhatIsOld();

        given().get("/runs/" + run + "/events").then().statusCode(200);
    }

    @Test
    void less_than_a_minute_is_a_mistake() {
        assertThatThrownBy(() -> keeping(Optional.of(Duration.ofSeconds(59))))
                .hasMessageContaining("agent-runner.keep-ended-runs");
    }

    private Retention keeping(Optional<Duration> kept) {
        var tools = new Retention.Tools(runs, commits, deletion, artifacts, workspaces);
        return new Retention(tools, phase, kept);
    }

    private RunId ended(Duration ago) {
        var at = Instant.now().minus(ago);
        var random = ThreadLocalRandom.current();
        var id = RunId.at(at, random.nextLong(), random.nextLong());
        TestDatabase.execute(
                database,
                """
                INSERT INTO runs (id, workflow, version, state, seq, created_at, started_at, ended_at, updated_at)
                VALUES ('%1$s', 'hello', 'v1', 'COMPLETED', 3, '%2$s', '%2$s', '%2$s', '%2$s');
                INSERT INTO journal (run_id, seq, last, at, events)
                VALUES ('%1$s', 1, 3, '%2$s',
                        '[{"type":"run.created","data":{"workflow":"hello","version":"v1","inputs":{},"tags":[],"metadata":{},"priority":0}},'
                        '{"type":"run.started","data":{"node":"n"}},{"type":"run.completed","data":{"result":1}}]')"""
                        .formatted(id, at));
        return id;
    }

    private String artifact(RunId run) throws IOException {
        var file = Files.writeString(folder.resolve("file"), "text");
        return artifacts
                .add(new Origin(run, StepKey.first("build"), 1), file, "a.txt", "file")
                .id()
                .toString();
    }
}
