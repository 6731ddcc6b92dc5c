package io.agentrunner.artifacts;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells what the database may take later from what stays wrong. */
final class DatabaseFailure {

    private DatabaseFailure() {}

    /** The database is away, ends, is full or too busy. */
    static boolean isTemporary(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            var state = state(at);
            if (state != null) {
                return !isFinal(state);
            }
            if (isOfConnection(at)) {
                return true;
            }
        }
        return false;
    }

    /** Wrong data, a broken constraint, a wrong statement. */
    private static boolean isFinal(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
    }

    private static boolean isOfConnection(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof VertxException
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException;
    }

    private static @Nullable String state(Throwable failure) {
        return switch (failure) {
            case PgException refused -> refused.getSqlState();
            case SQLException refused -> refused.getSQLState();
            default -> null;
        };
    }
}
