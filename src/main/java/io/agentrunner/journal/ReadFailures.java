package io.agentrunner.journal;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.util.Set;

/** Tells a database that is away from one that answers no. */
public final class ReadFailures {

    /** SQLSTATE classes: connection, resources, not ready, operator, system, rejected login. */
    private static final Set<String> AWAY = Set.of("08", "53", "55", "57", "58", "28");

    private ReadFailures() {}

    static boolean isAway(Throwable failure) {
        if (failure instanceof PgException refused) {
            var state = refused.getSqlState();
            return state == null || AWAY.contains(state.substring(0, 2));
        }
        return failure instanceof VertxException || !(failure instanceof RuntimeException);
    }

    /** What callers are told: that it is worth trying again, where it is. */
    public static <T> Future<T> explained(Throwable failure) {
        return Future.failedFuture(
                isAway(failure)
                        ? new JournalUnavailable("the database can't be read: " + failure)
                        : failure);
    }
}
