package io.agentrunner.journal;

import static io.agentrunner.journal.TestNode.get;

import io.vertx.sqlclient.Pool;
import java.util.Collections;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How PostgreSQL goes about a statement, in a session as writers and readers of events have it. */
final class Plans {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private Plans() {}

    /** The plan for whatever the parameters are; it is not carried out. */
    static String of(Pool pool, String statement) {
        var highest =
                PARAMETER
                        .matcher(statement)
                        .results()
                        .map(MatchResult::group)
                        .mapToInt(it -> Integer.parseInt(it.substring(1)))
                        .max()
                        .orElseThrow();
        return of(
                pool, "EXPLAIN", statement, String.join(",", Collections.nCopies(highest, "null")));
    }

    /** The plan, and what it came to with those parameters. */
    static String carriedOut(Pool pool, String statement, String parameters) {
        return of(pool, "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF)", statement, parameters);
    }

    private static String of(Pool pool, String explain, String statement, String parameters) {
        var connection = get(pool.getConnection().toCompletionStage());
        var script =
                Statements.SESSION
                        + ";PREPARE it AS %s;%s EXECUTE it(%s);DEALLOCATE it"
                                .formatted(statement, explain, parameters);
        var plan = new StringBuilder();
        for (var rows = get(connection.query(script).execute().toCompletionStage());
                rows != null;
                rows = rows.next()) {
            rows.forEach(row -> plan.append(row.getString(0)).append('\n'));
        }
        get(connection.close().toCompletionStage());
        return plan.toString();
    }
}
