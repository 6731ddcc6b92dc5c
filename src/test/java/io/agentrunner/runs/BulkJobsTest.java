package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.RequestJson;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import io.agentrunner.runs.BulkJob.State;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkJobsTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final UUID HERE = new UUID(7, 1);
    private static final UUID THERE = new UUID(7, 2);
    private static final List<RunId> RUNS = List.of(run(1), run(2), run(3));

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseSettings database = TestDatabase.fresh();
    private final Pool pool =
            PgBuilder.pool().using(vertx).connectingTo(database.reactive()).build();
    private final BulkJobs jobs = new BulkJobs(pool);
    private final BulkLedger here = new BulkLedger(pool, HERE);
    private final BulkLedger there = new BulkLedger(pool, THERE);

    @AfterEach
    void close() {
        await(pool.close().toCompletionStage());
        await(vertx.close().toCompletionStage());
    }

    @Test
    void a_job_goes_on_where_its_worker_was_when_that_ended() {
        var job = claimed();
        assertThat(await(here.note(job, RUNS))).isTrue();
        assertThat(await(here.tell(job, List.of(BulkResult.done(run(1), null))))).isTrue();

        var again = claim(HERE).getFirst();

        assertThat(again.position()).isEqualTo(run(3));
        assertThat(again.found()).isEqualTo(3);
        assertThat(again.done()).isEqualTo(1);
        assertThat(await(here.toCome(again, 10))).containsExactly(run(2), run(3));
        assertThat(await(here.toCome(again, 1))).containsExactly(run(2));
    }

    @Test
    void a_job_is_its_workers_until_that_is_silent() {
        var job = claimed();
        assertThat(claim(THERE)).isEmpty();
        TestDatabase.execute(
                database, "UPDATE bulk_jobs SET worked_at = worked_at - interval '31 seconds'");
        assertThat(claim(THERE)).extracting(BulkJob::id).containsExactly(job.id());
        assertThat(await(here.note(job, RUNS))).isFalse();
        assertThat(await(there.note(job, RUNS))).isTrue();
        assertThat(await(here.tell(job, List.of(BulkResult.done(run(1), null))))).isFalse();
        await(here.end(job));
        assertThat(await(jobs.find(job.id())).orElseThrow().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void what_this_node_works_on_or_left_is_taken_accordingly() {
        var job = claimed();
        assertThat(await(jobs.claim(HERE, Set.of(job.id()), 8))).isEmpty();
        await(jobs.release(HERE));
        assertThat(claim(THERE)).hasSize(1);
    }

    @Test
    void a_stopped_job_is_nobodys_and_tells_what_was_under_way() {
        var job = claimed();
        await(here.note(job, RUNS));
        assertThat(await(jobs.stop(job.id())).orElseThrow().state()).isEqualTo(State.STOPPED);
        assertThat(await(here.tell(job, List.of(BulkResult.refused(run(1), "no"))))).isFalse();
        assertThat(claim(HERE)).isEmpty();
        var stopped = await(jobs.stop(job.id())).orElseThrow();
        assertThat(stopped.refused()).isEqualTo(1);
        assertThat(stopped.endedAt()).isNotNull();
        assertThat(await(jobs.results(job.id(), null, null, 10)))
                .extracting(BulkResult::detail)
                .containsExactly("no", null, null);
    }

    @Test
    void what_is_told_twice_counts_once() {
        var job = claimed();
        await(here.note(job, RUNS));
        var results = List.of(BulkResult.done(run(1), run(9)), BulkResult.failed(run(2), "why"));
        assertThat(await(here.tell(job, results))).isTrue();
        assertThat(await(here.tell(job, results))).isTrue();
        var now = await(jobs.find(job.id())).orElseThrow();
        assertThat(now.done()).isEqualTo(1);
        assertThat(now.failed()).isEqualTo(1);
        assertThat(await(jobs.results(job.id(), run(1), null, 1))).containsExactly(results.get(1));
        assertThat(await(jobs.results(job.id(), null, BulkResult.Outcome.DONE, 10)))
                .containsExactly(results.getFirst());
    }

    @Test
    void a_job_that_is_done_is_forgotten_after_a_month() {
        var job = claimed();
        await(here.note(job, RUNS));
        await(here.end(job));
        assertThat(await(jobs.find(job.id())).orElseThrow().state()).isEqualTo(State.COMPLETED);
        await(jobs.forgetOld());
        assertThat(await(jobs.find(job.id()))).isPresent();
        TestDatabase.execute(
                database, "UPDATE bulk_jobs SET ended_at = ended_at - interval '31 days'");
        await(jobs.forgetOld());
        assertThat(await(jobs.find(job.id()))).isEmpty();
        assertThat(await(jobs.results(job.id(), null, null, 10))).isEmpty();
    }

    @Test
    void runs_that_are_made_while_it_works_are_none_of_its() {
        var filter = claimed().filter();
        assertThat(filter.any()).hasSize(2);
        assertThat(filter.any()).allMatch(it -> NOON.equals(it.createdBefore()));
        assertThat(filter.any()).extracting("workflow").containsExactly("a", "b");
    }

    @Test
    void of_many_who_take_a_key_at_once_one_has_it() {
        var keys = new RequestKeys(pool);
        var key = IdempotencyKey.of("test", "key", new byte[] {1});
        var taken = new ArrayList<CompletionStage<RequestKeys.Claim>>();
        for (int i = 0; i < 16; i++) {
            taken.add(keys.claim(key, new UUID(9, i)));
        }
        var claims = taken.stream().map(BulkJobsTest::await).toList();
        assertThat(claims).extracting(RequestKeys.Claim::made).hasSize(16);
        assertThat(Set.copyOf(claims.stream().map(RequestKeys.Claim::made).toList())).hasSize(1);
        assertThat(claims).filteredOn(it -> !it.repeated()).hasSize(1);
        var other = IdempotencyKey.of("test", "key", new byte[] {2});
        assertThat(await(keys.claim(other, HERE)).sameBody()).isFalse();
    }

    @Test
    void a_key_is_kept_for_a_day_at_least() {
        var keys = new RequestKeys(pool);
        var key = IdempotencyKey.of("test", "key", new byte[0]);
        await(keys.claim(key, HERE));
        TestDatabase.execute(database, "UPDATE request_keys SET at = at - interval '25 hours'");
        await(keys.forgetOld());
        assertThat(await(keys.claim(key, THERE)).made()).isEqualTo(HERE);
        TestDatabase.execute(database, "UPDATE request_keys SET at = at - interval '25 hours'");
        await(keys.forgetOld());
        assertThat(await(keys.claim(key, THERE)).made()).isEqualTo(THERE);
    }

    private BulkJob claimed() {
        var asked = "{\"action\": \"cancel\", \"filter\": {\"workflow\": [\"a\", \"b\"]}}";
        var request = BulkRequest.of(RequestJson.of(asked.getBytes(StandardCharsets.UTF_8)));
        await(jobs.create(BulkJob.of(UUID.randomUUID(), request, 3, false, NOON)));
        return claim(HERE).getFirst();
    }

    private List<BulkJob> claim(UUID node) {
        return await(jobs.claim(node, Set.of(), 8));
    }

    private static RunId run(int number) {
        return new RunId(new UUID(1, number));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
