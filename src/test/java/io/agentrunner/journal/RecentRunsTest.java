package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.cancel;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.RecentRuns.Told;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentRunsTest {

    private static final String MANY =
            """
            INSERT INTO runs (id, workflow, version, state, seq, created_at, started_at, ended_at, updated_at)
            SELECT ('0199f3a2-' || lpad(to_hex(n / 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                   CASE WHEN n %% 50000 = 7 THEN 'rare' ELSE '%s' END, 'v1', 'COMPLETED', 4, now(),
                   now() - n * interval '1 second', now(), now()
              FROM generate_series(1, %d) n
            """;

    /** Two hundred rows of each of two workflows, and the way to them. */
    private static final int FEW_PAGES = 300;

    private static final Pattern PAGES = Pattern.compile("Buffers: shared hit=(\\d+)");

    private final TestNode node = new TestNode(TestDatabase.fresh());
    private final RecentRuns recent = new RecentRuns(node.pool);

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void runs_are_counted_by_their_state_and_told_the_newest_first() {
        node.won(cancel(node.won(begin())));
        node.won(begin());

        var came = came("order", "nobody");

        assertThat(came.runs()).isEqualTo(2);
        assertThat(came.of(RunState.CANCELED)).isEqualTo(1);
        assertThat(came.p95()).isNull();
        assertThat(came.latest())
                .extracting(Told::state)
                .containsExactly(RunState.RUNNING, RunState.CANCELED);
        assertThat(get(recent.of(List.of("nobody")))).isEmpty();
    }

    @Test
    void how_long_runs_take_is_said_of_the_recent_ones_that_completed() {
        node.sql(MANY.formatted("order", 300));

        var came = came("order");

        assertThat(came.runs()).isEqualTo(RecentRuns.RECENT);
        assertThat(came.latest()).hasSize(RecentRuns.TOLD);
        assertThat(came.latest().getFirst().took()).isEqualTo(Duration.ofMinutes(5));
        assertThat(came.p50()).isEqualTo(Duration.ofSeconds(200));
        assertThat(came.p95()).isEqualTo(Duration.ofSeconds(290));
        assertThat(get(recent.versions("order"))).containsEntry("v1", (long) RecentRuns.RECENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void of_a_hundred_thousand_runs_few_are_looked_at(boolean hasStatistics) {
        node.sql(MANY.formatted("order", 100_000));
        if (hasStatistics) {
            node.sql("ANALYZE runs");
        }
        looksAtFew(RecentRuns.OF_WORKFLOWS, "'{order,rare,nobody}', 200, 24");
        looksAtFew(RecentRuns.OF_VERSIONS, "'rare', 200");
        looksAtFew(RecentRuns.OF_VERSIONS, "'order', 200");
    }

    private RecentRuns.Came came(String... workflows) {
        return Objects.requireNonNull(get(recent.of(List.of(workflows))).get("order"));
    }

    private void looksAtFew(String statement, String parameters) {
        var plan = Plans.carriedOut(node.pool, statement, parameters);
        assertThat(plan).contains("runs_of_a_workflow").doesNotContain("Seq Scan");
        var pages = PAGES.matcher(plan);
        assertThat(pages.find()).as(plan).isTrue();
        assertThat(Integer.parseInt(pages.group(1))).as(plan).isLessThan(FEW_PAGES);
    }
}
