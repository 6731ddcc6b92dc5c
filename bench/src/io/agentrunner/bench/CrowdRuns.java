package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunId;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** Many runs of one workflow, numbered from 0, each with its number as its input. */
final class CrowdRuns {

    private static final int AT_ONCE = 512;

    private static final String WITHOUT_OWN_RESULT =
            """
            SELECT count(*) FROM runs r
             WHERE r.workflow = ? AND r.id >= ?::uuid
               AND (SELECT replace(j.events, '"inputs":{"n":', '"result":') FROM journal j
                     WHERE j.run_id = r.id AND j.seq = 1)
                   NOT LIKE '%' || (SELECT substring(j.events FROM '"run.completed","data":\\{("result":\\d+)\\}')
                                      FROM journal j WHERE j.run_id = r.id ORDER BY j.seq DESC LIMIT 1) || '}%'""";

    private static final String COMPLETED =
            "SELECT count(*) FROM runs WHERE workflow = ? AND id >= ?::uuid AND state = 'COMPLETED'";

    private static final String GAPS =
            """
            SELECT count(*)
              FROM (SELECT j.seq, lag(j.last, 1, 0) OVER (PARTITION BY j.run_id ORDER BY j.seq) AS before
                      FROM journal j JOIN runs r ON r.id = j.run_id
                     WHERE r.workflow = ? AND r.id >= ?::uuid) AS rows
             WHERE seq <> before + 1""";

    private final Product product;
    private final Engine engine;
    private final Published workflow;
    private final RunId[] ids;

    CrowdRuns(Product product, Published workflow, int runs) {
        this.product = product;
        this.engine = product.bean(Engine.class);
        this.workflow = workflow;
        this.ids = new RunId[runs];
    }

    /** Starts all of them. */
    void start() throws Exception {
        each(
                n ->
                        engine.start(request(n))
                                .thenAccept(it -> ids[n] = ((Started.Created) it).run().id()));
    }

    /** Says something to each of them. */
    void tell(IntFunction<Fact> fact) throws Exception {
        each(n -> engine.tell(ids[n], fact.apply(n)));
    }

    private StartRequest request(int n) {
        return new StartRequest(
                workflow, "{\"n\":" + n + "}", List.of(), "{}", 0, null, null, null, null);
    }

    private void each(IntFunction<CompletionStage<?>> deed) throws Exception {
        var slots = new Semaphore(AT_ONCE);
        var failed = new AtomicReference<Throwable>();
        for (int n = 0; n < ids.length; n++) {
            slots.acquire();
            deed.apply(n)
                    .whenComplete(
                            (_, failure) -> {
                                if (failure != null) {
                                    failed.set(failure);
                                }
                                slots.release();
                            });
        }
        slots.acquire(AT_ONCE);
        if (failed.get() != null) {
            throw new IllegalStateException(failed.get());
        }
    }

    /**
     * Waits until the server has none of them in hand and the database says that all have ended.
     */
    void awaitCompleted(int runs) throws Exception {
        awaitIdle();
        Patience.until("the end of all runs", () -> count(COMPLETED) == runs);
    }

    void awaitIdle() throws Exception {
        Patience.until("the server to be idle", () -> engine.load().activeRuns() == 0);
    }

    /** Refuses runs that were lost, have another's result, or miss an event. */
    void check() {
        expect("runs that are COMPLETED", COMPLETED, ids.length);
        expect("runs with another's result", WITHOUT_OWN_RESULT, 0);
        expect("gaps between events", GAPS, 0);
    }

    private void expect(String what, String sql, long expected) {
        long found = count(sql);
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + " instead of " + expected);
        }
    }

    private long count(String sql) {
        var database = product.database();
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var query = connection.prepareStatement(sql)) {
            query.setString(1, workflow.workflow().name());
            query.setString(2, first().toString());
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private RunId first() {
        return List.of(ids).stream().min(RunId::compareTo).orElseThrow();
    }
}
