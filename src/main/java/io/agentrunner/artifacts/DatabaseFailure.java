package io.agentrunner.artifacts;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells what the database refused for good from what it may take later. */
final class DatabaseFailure {

    private DatabaseFailure() {}

    /** Wrong data, a broken constraint or a wrong statement stay wrong. */
    static boolean isFinal(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            var state = state(at);
            if (state != null) {
                return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
            }
        }
        return false;
    }

    private static @Nullable String state(Throwable failure) {
        return switch (failure) {
            case PgException refused -> refused.getSqlState();
            case SQLException refused -> refused.getSQLState();
            default -> null;
        };
    }
}
