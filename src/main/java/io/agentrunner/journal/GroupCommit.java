package io.agentrunner.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One batch on its way to become one numbered commit, and what comes of it.
 *
 * @param lease under which it is sent; one taken later is no proof of what this one did
 */
record GroupCommit(Batch batch, Lease lease, UUID lane, long n) {

    sealed interface Fate {

        /** There is an n-th commit, and everybody's answer is known. */
        record Committed(Runnable answers) implements Fate {}

        /** There is none with anything of the batch and there won't be; that number comes next. */
        record Never(long nextN) implements Fate {}

        /** Nothing was written, since the lease has ended. */
        record Fenced() implements Fate {}

        /** Nothing was written, because of something in the batch. */
        record Refused(String why) implements Fate {}

        /** Nothing was written, because somebody else was in the way. */
        record InTheWay() implements Fate {}

        /** The connection is of no more use, and the batch may or may not be written. */
        record Unknown(String why) implements Fate {}
    }

    /** Sends the batch: as a whole, and only when that meets a conflict so that losers part. */
    Future<Fate> attempt(Writer writer) {
        return sent(writer)
                .<Fate>map(_ -> new Fate.Committed(() -> batch.answer(new Appended.Won())))
                .recover(
                        failure ->
                                SqlTrouble.of(failure) == SqlTrouble.CONFLICT
                                        ? separate(writer)
                                        : failed(writer, failure));
    }

    private Future<Void> sent(Writer writer) {
        return batch.isOnward()
                ? writer.onward(batch.onward(lease, lane, n))
                : writer.commit(batch.whole(lease, lane, n));
    }

    private Future<Fate> separate(Writer writer) {
        return writer.separate(batch.separated(lease, lane, n))
                .compose(
                        separated ->
                                separated.holdsLease()
                                        ? committed(writer, separated.winners())
                                        : Future.succeededFuture(new Fate.Fenced()))
                .recover(failure -> failed(writer, failure));
    }

    private Future<Fate> failed(Writer writer, Throwable failure) {
        return switch (SqlTrouble.of(failure)) {
            case NUMBER_TAKEN -> resolve(writer);
            case CONTENT, CONFLICT ->
                    Future.succeededFuture(new Fate.Refused(SqlTrouble.sentence(failure)));
            case BUSY -> Future.succeededFuture(new Fate.InTheWay());
            case AWAY -> unknown(failure);
        };
    }

    /** Asks the database what became of the n-th commit, and makes sure that it stays so. */
    Future<Fate> resolve(Writer writer) {
        return writer.settle(lane, lease.epoch(), n)
                .compose(
                        winners ->
                                batch.hasAny(winners)
                                        ? committed(writer, winners)
                                        : writer.nextN(lane).<Fate>map(Fate.Never::new))
                .recover(GroupCommit::unknown);
    }

    /** Who lost by its key learns whose that is. */
    private Future<Fate> committed(Writer writer, Set<UUID> winners) {
        var keys = batch.keysOfLosers(winners);
        return holders(writer, keys)
                .<Fate>map(held -> new Fate.Committed(() -> batch.answer(winners, held)))
                .recover(GroupCommit::unknown);
    }

    private Future<Map<Buffer, Writer.KeyHolder>> holders(Writer writer, List<Buffer> keys) {
        return keys.isEmpty() ? Future.succeededFuture(Map.of()) : writer.holders(keys);
    }

    private static Future<Fate> unknown(Throwable failure) {
        return Future.succeededFuture(new Fate.Unknown(SqlTrouble.sentence(failure)));
    }
}
