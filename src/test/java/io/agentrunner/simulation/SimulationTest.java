package io.agentrunner.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Arrow;
import io.agentrunner.run.Arrow.Machine;
import io.agentrunner.run.Arrows;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of histories in which nothing happens that must not. */
class SimulationTest {

    private static final String SEED = "simulation.seed";

    /** Histories in which a planted bug has to be found. */
    private static final long MOST = 20_000;

    /** So many take every arrow that there is. */
    private static final int ENOUGH = 20_000;

    /** What simulated clusters have no occasion for. */
    private static final Set<Arrow> TAKEN_ELSEWHERE =
            Set.of(
                    // Said with what can't be stored, which doors refuse: PoisonTest.
                    new Arrow(Machine.RUN, "QUEUED", RunFailed.class, "FAILED"),
                    // Resumed and held again by nodes that don't have it, which the engine leaves
                    // to the one that does: PauseTest.
                    new Arrow(Machine.RUN, "RUNNING", RunStepRequested.class, "RUNNING"));

    @Test
    void the_same_seed_is_the_same_history() {
        Search.silence();
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(History.of(seed)).isEqualTo(History.of(seed));
        }
    }

    @Test
    void twenty_thousand_histories_hold_and_take_every_arrow() throws InterruptedException {
        int histories = Integer.getInteger("simulation.histories", ENOUGH);
        var found = Search.of(1, histories);
        assertThat(found.violations()).as("seeds that broke an invariant").isEmpty();
        if (histories >= ENOUGH) {
            allAreTaken(found.visits().keySet());
        }
    }

    private static void allAreTaken(Set<Arrow> taken) {
        var possible = Arrows.possible();
        assertThat(without(taken, possible)).as("taken, though nobody found it possible").isEmpty();
        assertThat(without(without(possible, TAKEN_ELSEWHERE), taken))
                .as("possible, and taken by no history")
                .isEmpty();
        assertThat(taken).as("needs no exception").doesNotContainAnyElementsOf(TAKEN_ELSEWHERE);
    }

    private static Set<Arrow> without(Set<Arrow> all, Set<Arrow> some) {
        var rest = new TreeSet<Arrow>(all);
        rest.removeAll(some);
        return rest;
    }

    /** Each of them showed a mistake once, which has a test of its own: docs/simulation.md. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                28, 257, 336, 562, 563, 884, 1400, 1899, 2569, 3922, 5520, 7150, 8750, 10474, 12363,
                23153, 26962, 32307, 33520
            })
    void what_went_wrong_once_does_not_again(long seed) {
        Search.silence();
        assertThat(History.of(seed).violation()).isNull();
    }

    /** The same engine, journal and faults, for whatever somebody may write down. */
    @Test
    void runs_of_generated_blueprints_come_to_an_end() {
        Search.silence();
        for (long seed = 0; seed < 400; seed++) {
            var history = History.ofBlueprints(seed);
            assertThat(history.violation()).as("seed %d", seed).isNull();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = SEED, matches = "\\d+")
    void that_history_told() {
        Search.silence();
        System.out.println(History.told(Long.getLong(SEED), Sabotage.NONE, System.out::println));
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.endless", matches = "true")
    void histories_without_end() throws InterruptedException {
        var search =
                new Search(
                        Long.getLong(SEED, System.currentTimeMillis() * 1000),
                        Long.MAX_VALUE / 2,
                        it -> System.out.println("SEED " + it.seed() + ": " + it.violation()));
        var progress = Thread.ofPlatform().daemon().start(() -> tell(search));
        search.run();
        progress.interrupt();
    }

    private static void tell(Search search) {
        try {
            while (true) {
                Thread.sleep(10_000);
                System.out.println(search);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void every_planted_bug_is_found() {
        assertThat(Arrays.stream(Sabotage.values()).filter(it -> it != Sabotage.NONE))
                .hasSize(5)
                .allSatisfy(SimulationTest::isFound);
    }

    private static void isFound(Sabotage bug) {
        long histories = Search.find(bug, MOST);
        System.out.printf("%s is found after %,d histories%n", bug, histories);
        assertThat(histories).isLessThan(MOST);
    }
}
