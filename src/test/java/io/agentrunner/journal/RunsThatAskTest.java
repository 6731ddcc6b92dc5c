package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.ask;
import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.Scenes.cancel;
import static io.agentrunner.journal.Scenes.decide;
import static io.agentrunner.journal.Scenes.step;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.Migrations;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Run;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsThatAskTest {

    private static final String MANY_THAT_SLEEP =
            """
            INSERT INTO runs (id, workflow, version, state, reason, seq, created_at, started_at,
                              updated_at, wake_at)
            SELECT gen_random_uuid(), 'order', 'v1', 'WAITING', 'SLEEP', 4, now(), now(), now(),
                   now() + interval '1 day'
              FROM generate_series(1, 100000)""";

    /** What a look into two small indexes takes, and a hundred thousand rows don't fit into. */
    private static final int FEW_PAGES = 16;

    private static final Pattern PAGES = Pattern.compile("Buffers: shared hit=(\\d+)");

    private final DatabaseSettings database = TestDatabase.fresh();
    private final TestNode node = new TestNode(database);
    private final RunsThatAsk asking = new RunsThatAsk(node.pool);

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void runs_are_found_from_any_one_on_and_by_their_workflow() {
        var ids = Stream.generate(this::asking).limit(3).map(Run::id).sorted().toList();

        assertThat(get(asking.from(null, null, 2))).isEqualTo(ids.subList(0, 2));
        assertThat(get(asking.from("order", ids.get(1), 1))).containsExactly(ids.get(1));
        assertThat(get(asking.from("nobody", null, 10))).isEmpty();
    }

    @Test
    void decisions_are_counted_as_far_as_one_wants_to_know() {
        asking();
        asking();
        asking();

        assertThat(get(asking.count(null, 10))).isEqualTo(3);
        assertThat(get(asking.count("order", 1))).isEqualTo(2);
        assertThat(get(asking.count("nobody", 10))).isZero();
    }

    /** Whichever way the transition takes into the database. */
    @Test
    void who_loses_a_race_takes_the_question_of_no_other_run_along() {
        var run = node.won(begin());
        node.won(step(run));
        var asks = node.won(begin());
        var answers = node.appendAll(List.of(step(run), ask(asks)));

        assertThat(answers).containsExactly(new Appended.Lost(), new Appended.Won());
        assertThat(get(asking.from(null, null, 10))).containsExactly(asks.id());
    }

    /** One of the release before ends runs and does not know that they asked. */
    @Test
    void what_has_ended_asks_nobody_whatever_its_row_says() {
        var run = asking();
        node.won(cancel(asking()));
        node.sql("ALTER TABLE runs DISABLE TRIGGER a_run_never_goes_back");
        node.sql("UPDATE runs SET asks = 1");

        assertThat(get(asking.from(null, null, 10))).containsExactly(run.id());
        assertThat(get(asking.count("order", 10))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_is_looked_at_but_what_asks(boolean hasStatistics) {
        asking();
        node.sql(MANY_THAT_SLEEP);
        if (hasStatistics) {
            node.sql("ANALYZE runs");
        }
        var nobody = "'00000000-0000-0000-0000-000000000000'";
        Map.of(
                        RunsThatAsk.ALL,
                        nobody + ", 20",
                        RunsThatAsk.COUNT_ALL,
                        "10001",
                        RunsThatAsk.OF_A_WORKFLOW,
                        "'order', " + nobody + ", 20",
                        RunsThatAsk.COUNT_OF_A_WORKFLOW,
                        "'order', 10001")
                .forEach(this::looksAtLittle);
    }

    private void looksAtLittle(String statement, String parameters) {
        var plan = Plans.carriedOut(node.pool, statement, parameters);
        assertThat(plan).contains("that_ask").doesNotContain("Seq Scan");
        var pages = PAGES.matcher(plan);
        assertThat(pages.find()).as(plan).isTrue();
        assertThat(Integer.parseInt(pages.group(1))).as(plan).isLessThan(FEW_PAGES);
    }

    @Test
    void what_asked_before_it_was_written_down_is_found_too() {
        var run = asking();
        var besides = node.won(step(asking()));
        node.won(decide(asking()));
        node.won(cancel(asking()));
        var migrations = new Migrations(database);
        while (!migrations.rollback().orElseThrow().version().equals("9")) {}
        migrations.migrate();

        assertThat(node.values("SELECT id FROM runs WHERE asks = 1"))
                .containsExactlyInAnyOrder(run.id().value(), besides.id().value());
        assertThat(node.value("SELECT sum(asks) FROM runs")).isEqualTo(2L);
    }

    private Run asking() {
        return node.won(ask(node.won(begin())));
    }
}
