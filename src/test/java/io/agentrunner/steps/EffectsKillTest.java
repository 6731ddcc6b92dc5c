package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.JournalPool;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that asks a model many times, in a process that is killed again and again. */
class EffectsKillTest {

    private static final int KILLS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String RECORDED =
            """
            SELECT at FROM events WHERE type = 'side_effect.recorded' AND data ->> 'name' = 'model'
             ORDER BY seq""";

    @TempDir Path folder;

    private final DatabaseSettings database = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = JournalPool.open(vertx, database.reactive(), 1);
    private final Random random = new Random(20_260_103);

    @AfterEach
    void close() {
        get(vertx.close().toCompletionStage());
    }

    @Test
    void what_was_recorded_is_never_done_again() throws Exception {
        var calls = folder.resolve("calls");
        for (int life = 0; life < KILLS; life++) {
            var node = AgentNode.start(database, calls);
            awaitMore(calls, 1 + random.nextInt(10));
            node.destroyForcibly().waitFor();
        }
        var node = AgentNode.start(database, calls);
        try {
            await("the run ends").atMost(PATIENCE).until(() -> run().state().isTerminal());
        } finally {
            node.destroyForcibly().waitFor();
        }
        judge(lines(calls));
    }

    private void judge(List<String> lines) {
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        var step = run().steps().getFirst();
        assertThat(step.crashes()).isEqualTo(KILLS);
        var recorded = recorded();
        assertThat(recorded).hasSize(AgentNode.CALLS);
        Map<Integer, Integer> times = new HashMap<>();
        for (var line : lines) {
            var words = line.split(" ", -1);
            int number = Integer.parseInt(words[0]);
            times.merge(number, 1, Integer::sum);
            assertThat(Instant.parse(words[1]))
                    .as("call %d, recorded at %s", number, recorded.get(number))
                    .isBefore(recorded.get(number));
        }
        assertThat(times).hasSize(AgentNode.CALLS);
        assertThat(lines).hasSizeLessThanOrEqualTo(AgentNode.CALLS + KILLS);
        var result = Json.parse(Objects.requireNonNull(run().result()));
        var effects =
                step.effects().stream()
                        .filter(it -> it.name().equals("model"))
                        .map(Effect::value)
                        .map(Json::parse)
                        .toList();
        assertThat(result.get("answers")).containsExactlyElementsOf(effects);
    }

    private static void awaitMore(Path calls, int more) throws IOException {
        int before = lines(calls).size();
        await("the model is asked")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> lines(calls).size() >= before + more);
    }

    private static List<String> lines(Path calls) throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private List<Instant> recorded() {
        return get(pool.query(RECORDED).execute().toCompletionStage()).stream()
                .map(row -> row.getOffsetDateTime("at").toInstant())
                .toList();
    }

    private Run run() {
        var rows = get(pool.query("SELECT id FROM runs").execute().toCompletionStage());
        assertThat(rows.size()).as("runs").isEqualTo(1);
        var id = new RunId(rows.iterator().next().getUUID("id"));
        return get(new EventReader(pool).load(id)).orElseThrow();
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
