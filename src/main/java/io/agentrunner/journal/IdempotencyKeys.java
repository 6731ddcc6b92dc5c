package io.agentrunner.journal;

import io.agentrunner.journal.Appended.KeyTaken;
import io.agentrunner.run.RunId;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows which starts were made under a client's key. */
public final class IdempotencyKeys {

    private static final String HOLDER =
            "SELECT run_id, body = $2 AS same_body FROM idempotency WHERE key = $1";

    private final Pool pool;

    public IdempotencyKeys(Pool pool) {
        this.pool = pool;
    }

    /** Who has the key; empty while it is free. */
    public CompletionStage<Optional<KeyTaken>> holder(IdempotencyKey key) {
        return pool.preparedQuery(HOLDER)
                .mapping(IdempotencyKeys::taken)
                .execute(Tuple.of(bytes(key.key()), bytes(key.body())))
                .map(rows -> first(rows.iterator()))
                .recover(ReadFailures::explained)
                .toCompletionStage();
    }

    private static Optional<KeyTaken> first(RowIterator<KeyTaken> rows) {
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    }

    private static KeyTaken taken(Row row) {
        return new KeyTaken(new RunId(row.getUUID("run_id")), row.getBoolean("same_body"));
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }
}
