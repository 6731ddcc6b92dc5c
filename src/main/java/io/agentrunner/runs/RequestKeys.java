package io.agentrunner.runs;

import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.journal.ReadFailures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Which requests were made under a client's key, beside those that start a run. */
final class RequestKeys {

    private static final String CLAIM =
            """
            WITH claimed AS (
                INSERT INTO request_keys (key, body, made, at) VALUES ($1, $2, $3, now())
                ON CONFLICT (key) DO NOTHING
                RETURNING made
            )
            SELECT made, false AS repeated, true AS same_body FROM claimed
            UNION ALL
            SELECT made, true, body = $2 FROM request_keys WHERE key = $1""";

    private static final String FORGET =
            "DELETE FROM request_keys WHERE at < now() - interval '48 hours'";

    private final Pool pool;

    RequestKeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * Who has a key.
     *
     * @param made what the first request under it was about, or made
     * @param repeated whether that was an earlier one
     */
    record Claim(UUID made, boolean repeated, boolean sameBody) {}

    /** Takes the key for that, or says who has it. */
    CompletionStage<Claim> claim(IdempotencyKey key, UUID made) {
        return claim(Tuple.of(bytes(key.key()), bytes(key.body()), made))
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    /** Somebody who takes it in this very moment is seen by another look only. */
    private Future<Claim> claim(Tuple key) {
        return pool.preparedQuery(CLAIM)
                .mapping(RequestKeys::claim)
                .execute(key)
                .compose(
                        found ->
                                found.size() == 0
                                        ? claim(key)
                                        : Future.succeededFuture(found.iterator().next()));
    }

    /** Forgets keys that are older than clients may count on. */
    CompletionStage<Void> forgetOld() {
        return pool.query(FORGET)
                .execute()
                .recover(ReadFailures::explained)
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    private static Claim claim(Row row) {
        return new Claim(
                row.getUUID("made"), row.getBoolean("repeated"), row.getBoolean("same_body"));
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }
}
