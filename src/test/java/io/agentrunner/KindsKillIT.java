package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that do all there is to do at once, on a server that is killed again and again: they end as
 * one does that nobody disturbs.
 */
class KindsKillIT {

    private static final int KILLS = 8 * Integer.getInteger("kills.times", 1);
    private static final int RUNS_A_LIFE = 4;

    @TempDir Path folder;

    private final Random random = new Random(20_260_102);
    private final People people = new People();

    @Test
    void whatever_a_run_does_it_ends_as_if_nothing_had_happened() throws Exception {
        try (var kinds = EveryKind.open()) {
            var traces = new Traces(folder);
            var lives = new Lives(folder.resolve("data"), RUNS_A_LIFE, kinds.body(folder));
            for (int life = 0; life < KILLS; life++) {
                try (var server = lives.begin()) {
                    if (life == 0) {
                        lives.api().publish(EveryKind.CHILD);
                        lives.api().publish(EveryKind.WORKFLOW);
                    }
                    lives.startRuns(life);
                    int more = 1 + random.nextInt(8 * RUNS_A_LIFE);
                    awaitDeeds(traces, kinds, more, lives);
                    server.kill9();
                }
            }
            try (var _ = lives.begin()) {
                var undisturbed = lives.api().start("undisturbed", kinds.body(folder));
                for (int life = 0; life < KILLS; life++) {
                    lives.startRuns(life);
                }
                var all = new HashSet<>(lives.runs());
                all.add(undisturbed);
                lives.awaitAllEnded(Duration.ofMinutes(3), () -> people.act(lives.api(), all));
                judge(lives, undisturbed, traces, kinds);
            }
            System.out.printf(
                    "kill harness of every kind: %d runs, %d kills, %d attempts of shells, %d"
                            + " requests, %d decisions; start to ready %s ms%n",
                    lives.runs().size(),
                    KILLS,
                    traces.attempts(),
                    kinds.requests(),
                    people.decisions(),
                    lives.startUps());
        }
    }

    /** Until so many more attempts were begun, requests made and decisions taken. */
    private void awaitDeeds(Traces traces, EveryKind kinds, int more, Lives lives)
            throws IOException {
        int before = deeds(traces, kinds);
        await("the steps make progress")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            people.act(lives.api(), lives.runs());
                            return deeds(traces, kinds) >= before + more;
                        });
    }

    private int deeds(Traces traces, EveryKind kinds) throws IOException {
        return traces.lines().size() + kinds.requests() + people.decisions();
    }

    private static void judge(Lives lives, String undisturbed, Traces traces, EveryKind kinds)
            throws IOException, InterruptedException {
        var api = lives.api();
        var expected = Judgement.of(api, undisturbed, traces, kinds).result();
        assertThat(expected.path("child").asInt()).as(expected.toString()).isEqualTo(42);
        assertThat(lives.runs()).hasSize(KILLS * RUNS_A_LIFE).doesNotHaveDuplicates();
        Set<String> children = new HashSet<>();
        for (var run : lives.runs()) {
            var judgement = Judgement.of(api, run, traces, kinds);
            judgement.isLegal();
            assertThat(judgement.result()).as("the result of " + run).isEqualTo(expected);
            children.addAll(judgement.children());
            assertChildren(api, run, judgement);
        }
        for (var child : children) {
            Judgement.of(api, child, traces, kinds).isLegal();
        }
        assertThat(children).hasSize(KILLS * RUNS_A_LIFE * EveryKind.CHILDREN);
        assertThat(traces.overlaps()).isEmpty();
        assertThat(api.get("/approvals").path("total").asLong()).isZero();
    }

    /** Every run that names this one as its parent is one that it waited for. */
    private static void assertChildren(Api api, String run, Judgement judgement)
            throws IOException, InterruptedException {
        Set<String> there = new HashSet<>();
        JsonNode items = api.get("/runs?limit=100&parent=" + run).path("items");
        items.forEach(it -> there.add(it.path("id").asText()));
        assertThat(there).as("children of " + run).isEqualTo(new HashSet<>(judgement.children()));
    }
}
