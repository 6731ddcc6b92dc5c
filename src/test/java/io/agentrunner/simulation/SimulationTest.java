package io.agentrunner.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Thousands of histories in which nothing happens that must not. */
class SimulationTest {

    @Test
    void the_same_seed_is_the_same_history() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(History.of(seed)).isEqualTo(History.of(seed));
        }
    }

    @Test
    void histories_hold() {
        int histories = Integer.getInteger("simulation.histories", 2_000);
        var search = Search.of(Sabotage.NONE, 1, histories);
        System.out.println(search);
        assertThat(search.found()).as("seeds that broke an invariant").isEmpty();
    }
}
