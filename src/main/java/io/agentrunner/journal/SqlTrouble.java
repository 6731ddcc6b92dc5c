package io.agentrunner.journal;

import io.vertx.pgclient.PgException;

/** What a failed statement calls for. */
enum SqlTrouble {

    /** Something in the batch lost a race: find out what. */
    CONFLICT,

    /** The commit's number is used already: find out by whom. */
    NUMBER_TAKEN,

    /** The database refuses the content of something in the batch: find out of what. */
    CONTENT,

    /** Somebody else was in the way: try again in smaller parts. */
    BUSY,

    /** The database, or the way there, is not in order: hold everything until it is. */
    AWAY;

    static SqlTrouble of(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState() != null
                ? of(refused)
                : AWAY;
    }

    private static SqlTrouble of(PgException refused) {
        return switch (refused.getSqlState()) {
            case "23505" -> isCommits(refused) ? NUMBER_TAKEN : CONFLICT;
            case "23502" -> isCommits(refused) ? CONFLICT : CONTENT;
            case "55P03", "57014" -> BUSY;
            default ->
                    switch (refused.getSqlState().substring(0, 2)) {
                        case "40" -> BUSY;
                        case "21", "22", "23", "54", "P0", "XX" -> CONTENT;
                        default -> AWAY;
                    };
        };
    }

    private static boolean isCommits(PgException refused) {
        return "commits".equals(refused.getTable());
    }

    /** Without what PostgreSQL calls detail: that shows rows. */
    static String sentence(Throwable failure) {
        return failure instanceof PgException refused
                ? "%s (%s)".formatted(refused.getErrorMessage(), refused.getSqlState())
                : failure.toString();
    }
}
