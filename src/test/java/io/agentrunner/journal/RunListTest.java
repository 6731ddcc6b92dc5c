package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.journal.LaneWriter.Append;
import io.agentrunner.journal.RunList.Order;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class RunListTest {

    private static final Instant MORNING = Instant.parse("2026-03-12T06:00:00.250Z");
    private static final UUID NODE = new UUID(3, 3);
    private static final String RUN =
            """
            INSERT INTO runs (id, workflow, version, state, reason, message, seq, owner, parent_run_id, tags,
                              correlation_id, created_at, started_at, ended_at, updated_at, priority)
            VALUES (?, ?, 'v1', ?, ?, ?, 1, ?, ?, ?::text[], ?, ?, ?, ?, ?, 0)""";
    private static final String MANY =
            """
            INSERT INTO runs (id, workflow, version, state, seq, created_at, started_at, ended_at, updated_at)
            SELECT gen_random_uuid(), 'many', 'v1', 'COMPLETED', 1, now(), now(), now(), now()
              FROM generate_series(1, ?)""";

    private final Vertx vertx = Vertx.vertx();
    private final Random random = new Random(42);
    private DatabaseSettings database;
    private LaneWriter writer;
    private RunList list;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.fresh();
        writer = new LaneWriter(database, new UUID(0, 1));
        list = new RunList(ReadPools.forLists(vertx, database.reactive(), 4));
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ListedRun insert(int second) throws SQLException {
        var state = pick(RunState.values());
        boolean reasoned =
                state == RunState.WAITING || state == RunState.FAILED || state == RunState.CANCELED;
        var at = MORNING.plusSeconds(second);
        var run =
                new ListedRun(
                        RunId.at(at, random.nextLong(), random.nextLong()),
                        pick("order", "report", "order-2"),
                        state,
                        reasoned ? pick(Reason.APPROVAL, Reason.STEP_FAILED) : null,
                        reasoned ? pick("Ship A-1?", "100% Disk_full", "\\ 'odd\"") : null,
                        random.nextBoolean() ? new RunId(new UUID(1, random.nextInt(3))) : null,
                        pick(List.of(), List.of("eu"), List.of("eu", "Big One")),
                        random.nextBoolean() ? pick("c-1", "eu-2") : null,
                        at);
        insert(run);
        return run;
    }

    private void insert(ListedRun run) throws SQLException {
        var parent = run.parent();
        var at = run.createdAt().atOffset(ZoneOffset.UTC);
        writer.execute(
                RUN,
                run.id().value(),
                run.workflow(),
                run.state().name(),
                run.reason() == null ? null : run.reason().name(),
                run.message(),
                run.state() == RunState.RUNNING ? NODE : null,
                parent == null ? null : parent.value(),
                "{" + String.join(",", run.tags().stream().map(t -> '"' + t + '"').toList()) + "}",
                run.correlationId(),
                at,
                at,
                run.state().isTerminal() ? at : null,
                at);
        writer.execute(
                "INSERT INTO journal (run_id, seq, last, at, events) VALUES (?, 1, 1, ?, ?)",
                run.id().value(),
                at,
                EventCodec.encode(List.of(Histories.created())));
        writer.commit();
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Test
    void every_filter_and_every_pair_means_what_it_says() throws SQLException {
        var runs = new ArrayList<ListedRun>();
        for (int i = 0; i < 120; i++) {
            runs.addFirst(insert(i));
        }
        for (var one : FilterMeaning.all(MORNING)) {
            for (var other : FilterMeaning.all(MORNING)) {
                if (!one.clashesWith(other)) {
                    var meaning = one.and(other);
                    var expected =
                            runs.stream().filter(meaning.means()).map(ListedRun::id).toList();
                    var page = page(meaning.filter(), Order.NEWEST_FIRST, 500, null);
                    assertThat(page.rows())
                            .as("%s", meaning.filter())
                            .extracting(RunRow::id)
                            .isEqualTo(expected);
                    assertThat(page.total()).isEqualTo(expected.size());
                }
            }
        }
    }

    @Test
    void pages_show_each_run_once_while_others_are_created() throws SQLException {
        var before = new HashSet<RunId>();
        for (int i = 0; i < 1000; i++) {
            before.add(insert(i).id());
        }
        for (var order : Order.values()) {
            var seen = new ArrayList<RunId>();
            @Nullable String cursor = null;
            do {
                var page = page(RunFilter.ALL, order, 90, cursor);
                page.rows().forEach(row -> seen.add(row.id()));
                cursor = page.nextCursor();
                insert(random.nextInt(2000));
            } while (cursor != null);
            assertThat(seen).doesNotHaveDuplicates().containsAll(before);
            assertThat(seen)
                    .isSortedAccordingTo(
                            order == Order.OLDEST_FIRST
                                    ? java.util.Comparator.naturalOrder()
                                    : java.util.Comparator.reverseOrder());
        }
    }

    @Test
    void more_than_ten_thousand_are_not_counted() throws SQLException {
        writer.execute(MANY, 10_000);
        writer.commit();
        assertThat(page(RunFilter.ALL, Order.NEWEST_FIRST, 1, null))
                .matches(page -> page.total() == 10_000 && !page.totalIsEstimate());
        writer.execute(MANY, 2);
        writer.commit();
        assertThat(page(RunFilter.ALL, Order.NEWEST_FIRST, 1, null))
                .matches(page -> page.total() == 10_000 && page.totalIsEstimate());
        assertThat(list.counts().toCompletableFuture().join())
                .containsEntry(RunState.COMPLETED, 10_000L)
                .containsEntry(RunState.FAILED, 0L)
                .hasSize(6);
    }

    @Test
    void states_are_counted() throws SQLException {
        var runs = new ArrayList<ListedRun>();
        for (int i = 0; i < 60; i++) {
            runs.add(insert(i));
        }
        var counts = list.counts().toCompletableFuture().join();
        for (var state : RunState.values()) {
            assertThat(counts)
                    .containsEntry(
                            state, runs.stream().filter(run -> run.state() == state).count());
        }
    }

    @Test
    void a_row_tells_what_the_last_events_tell() throws SQLException {
        var step = StepKey.first("plan");
        var forged = "{\"x\": [{\"type\":\"step.started\",\"data\":{\"path\":\"forged\"}}]}";
        var run = running(0);
        append(
                run,
                2,
                new RunStarted("n", Histories.NOW),
                new StepStarted(step, "set", 1, "n", Histories.NOW));
        assertThat(row(run)).matches(row -> "plan".equals(row.currentStep()) && row.seq() == 3);
        append(run, 4, new StepCompleted(step, 1, forged, Histories.NOW));
        append(run, 5, new StepStarted(StepKey.first("fan.test[3]"), "set", 1, "n", Histories.NOW));
        append(run, 6, new RunCancelRequested(forged, Histories.NOW));
        assertThat(row(run))
                .matches(row -> "fan.test[3]".equals(row.currentStep()) && row.seq() == 6)
                .matches(row -> row.updatedAt().equals(Histories.NOW));
        var failed =
                new StepFailed(
                        StepKey.first("ship"),
                        1,
                        Reason.STEP_FAILED,
                        new Failure("X", "y", forged, null),
                        Histories.NOW);
        append(run, 7, failed);
        assertThat(row(run).currentStep()).isEqualTo("ship");
        assertThat(row(running(1)).currentStep()).isNull();
    }

    private RunId running(int second) throws SQLException {
        var at = MORNING.plusSeconds(second);
        var id = RunId.at(at, 1, 1);
        insert(new ListedRun(id, "order", RunState.RUNNING, null, null, null, List.of(), null, at));
        return id;
    }

    private void append(RunId run, long seq, RunEvent... events) throws SQLException {
        writer.commit(List.of(new Append(run, seq, List.of(events))));
    }

    private RunRow row(RunId run) {
        return page(RunFilter.ALL, Order.NEWEST_FIRST, 500, null).rows().stream()
                .filter(row -> row.id().equals(run))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_no_cursor_is_refused() {
        for (var cursor : List.of("", "x", "AAAA", "not base64!", "A".repeat(400))) {
            assertThatThrownBy(() -> page(RunFilter.ALL, Order.NEWEST_FIRST, 10, cursor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a cursor of this list: " + cursor);
        }
        for (int limit : IntStream.of(0, -1, 501).toArray()) {
            assertThatThrownBy(() -> page(RunFilter.ALL, Order.NEWEST_FIRST, limit, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private RunPage page(RunFilter filter, Order order, int limit, @Nullable String cursor) {
        return list.page(filter, order, limit, cursor).toCompletableFuture().join();
    }
}
