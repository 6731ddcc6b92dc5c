package io.agentrunner.journal;

import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    private static final String PARTITIONS =
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'journal'::regclass";

    private final TestNode node = new TestNode(TestDatabase.fresh());
    private final Partitions partitions = new Partitions(node.pool);

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void a_new_database_has_them_for_weeks() {
        assertThat(get(partitions.ahead())).isZero();
        assertThat(node.value(PARTITIONS)).isEqualTo(10L);
    }

    @Test
    void those_that_are_missing_are_made() {
        node.sql(
                "DO $$ BEGIN EXECUTE 'DROP TABLE journal_' || to_char(now() + interval '14 days', 'IYYY\"w\"IW'); END $$");

        assertThat(get(partitions.ahead())).isEqualTo(1);
        assertThat(node.value(PARTITIONS)).isEqualTo(10L);
    }

    @Test
    void runs_lie_in_the_week_of_their_id() {
        node.sql("SELECT make_journal_partition('2031-06-04Z')");
        node.won(Scenes.begin(id("2031-06-02T00:00:00Z"), null));
        node.won(Scenes.begin(id("2031-06-08T23:59:59.999Z"), null));
        node.won(Scenes.begin(id("2031-06-09T00:00:00Z"), null));

        assertThat(node.value("SELECT count(*) FROM journal_2031w23")).isEqualTo(2L);
        assertThat(node.value("SELECT count(*) FROM journal_other")).isEqualTo(1L);
    }

    @Test
    void a_week_that_has_runs_elsewhere_is_left_there() {
        node.won(Scenes.begin(id("2031-06-04T00:00:00Z"), null));

        assertThat(node.value("SELECT make_journal_partition('2031-06-04Z')")).isEqualTo(false);
        assertThat(node.value("SELECT make_journal_partition('2031-06-11Z')")).isEqualTo(true);
    }

    @Test
    void a_stranger_in_the_way_stops_neither_the_writers_nor_the_next_attempt() {
        node.sql(
                "DO $$ BEGIN EXECUTE 'DROP TABLE journal_' || to_char(now() + interval '14 days', 'IYYY\"w\"IW'); END $$");
        var stranger = get(node.pool.getConnection().toCompletionStage());
        var reading = get(stranger.begin().toCompletionStage());
        get(stranger.query("SELECT count(*) FROM journal").execute().toCompletionStage());

        assertThat(get(partitions.ahead())).isZero();
        node.won(Scenes.begin());

        get(reading.commit().toCompletionStage());
        get(stranger.close().toCompletionStage());
        assertThat(get(partitions.ahead())).isEqualTo(1);
    }

    private static RunId id(String moment) {
        return RunId.at(Instant.parse(moment), 1, 1);
    }
}
