package io.agentrunner.journal;

import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agentrunner.journal.Appended.Fenced;
import io.agentrunner.journal.Nodes.Node;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresNodesTest {

    private static final String SLOW_COMMITS =
            """
            CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON commits DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION nap()""";

    private final DatabaseSettings database = TestDatabase.fresh();
    private final UUID id = UUID.randomUUID();
    private final TestNode node = new TestNode(database, id);
    private final TestNode other = new TestNode(database);

    @AfterEach
    void end() {
        node.close();
        other.close();
    }

    @Test
    void a_node_that_lives_beats() {
        long before = seen(node).beat();

        assertThat(get(node.nodes.beat())).isTrue();

        assertThat(seen(node).beat()).isEqualTo(before + 1);
    }

    @Test
    void a_node_that_starts_again_ends_the_lease_of_its_former_self() {
        var run = node.won(Scenes.begin());
        try (var again = new TestNode(database, id)) {
            assertThat(again.nodes.lease().epoch()).isEqualTo(node.nodes.lease().epoch() + 1);
            assertThat(node.append(Scenes.step(run))).isEqualTo(new Fenced());
            assertThat(get(node.nodes.beat())).isFalse();
            assertThat(get(again.queue.owned())).containsExactly(run.id());
            again.won(Scenes.step(run));
        }
        Audit.of(other).check();
    }

    @Test
    void a_node_that_beats_is_not_taken_over() {
        var seen = seen(node);
        get(node.nodes.beat());

        assertThat(get(other.nodes.takeOver(seen))).isEmpty();
        node.won(Scenes.begin());
    }

    @Test
    void a_node_is_taken_over_once() {
        var seen = seen(node);

        assertThat(get(other.nodes.takeOver(seen))).isPresent();
        assertThat(get(other.nodes.takeOver(seen))).isEmpty();
        assertThat(get(node.nodes.beat())).isFalse();
    }

    @Test
    void a_fenced_node_takes_nobody_over() {
        get(other.nodes.takeOver(seen(node)));

        assertThat(get(node.nodes.takeOver(seen(other)))).isEmpty();
    }

    @Test
    void a_takeover_waits_for_what_is_in_flight_and_gets_that_too() {
        node.sql(SLOW_COMMITS);
        var created = Scenes.begin();
        var inFlight = node.send(created);
        await().until(
                        () ->
                                other.value(
                                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                                        .equals(1L));

        assertThat(get(other.nodes.takeOver(seen(node)))).isPresent();

        assertThat(inFlight).isDone();
        assertThat(get(other.queue.owned())).containsExactly(created.after().id());
    }

    @Test
    void a_heartbeat_waits_for_nobody() {
        node.sql(SLOW_COMMITS);
        var inFlight = node.send(Scenes.begin());
        await().until(
                        () ->
                                other.value(
                                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                                        .equals(1L));

        assertThat(get(node.nodes.beat())).isTrue();
        assertThat(inFlight).isNotDone();
        get(inFlight);
    }

    @Test
    void nobody_is_listed_while_the_database_is_away() {
        var vertx = Vertx.vertx();
        try {
            var nowhere = new PgConnectOptions().setHost("127.0.0.1").setPort(1);
            var nodes = new PostgresNodes(Pool.pool(vertx, nowhere, new PoolOptions()), id, "x");
            assertThatThrownBy(() -> get(nodes.all())).isInstanceOf(JournalUnavailable.class);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void a_node_that_left_with_nothing_is_listed_no_more() {
        get(node.nodes.leave());

        assertThat(get(other.nodes.all())).extracting(Node::id).containsExactly(other.nodes.self());
    }

    @Test
    void a_node_that_left_runs_behind_is_listed_until_they_are_taken() {
        var run = node.won(Scenes.begin());
        get(node.nodes.leave());

        var left = seen(node);
        assertThat(left.hasLeft()).isTrue();
        assertThat(left.activeRuns()).isEqualTo(1);

        assertThat(get(other.nodes.takeOver(left))).isPresent();
        assertThat(get(other.queue.owned())).containsExactly(run.id());
        assertThat(get(other.nodes.all())).extracting(Node::id).containsExactly(other.nodes.self());
    }

    private Node seen(TestNode whom) {
        return get(other.nodes.all()).stream()
                .filter(n -> n.id().equals(whom.nodes.self()))
                .findFirst()
                .orElseThrow();
    }
}
