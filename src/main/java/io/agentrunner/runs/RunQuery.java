package io.agentrunner.runs;

import io.agentrunner.http.QueryParameter;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.journal.RunList.Order;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which runs a list is to show, as its address says; unread until asked for. */
public class RunQuery {

    private static final int LONGEST_TEXT = 200;

    @RestQuery @Nullable String workflow;
    @RestQuery @Nullable List<String> state;
    @RestQuery @Nullable String reason;
    @RestQuery @Nullable String tag;
    @RestQuery @Nullable String parent;
    @RestQuery @Nullable String q;
    @RestQuery @Nullable String createdAfter;
    @RestQuery @Nullable String createdBefore;
    @RestQuery @Nullable String sort;

    /**
     * What it selects.
     *
     * @throws io.agentrunner.http.Problem for a value that can't be read
     */
    public RunFilter filter() {
        return new RunFilter(
                text("workflow", workflow),
                states(),
                reason(given(reason)),
                text("tag", tag),
                parent(given(parent)),
                text("q", q),
                QueryParameter.instant("createdAfter", given(createdAfter)),
                QueryParameter.instant("createdBefore", given(createdBefore)));
    }

    /**
     * In which order.
     *
     * @throws io.agentrunner.http.Problem for one that there is not
     */
    public Order order() {
        var order = given(sort);
        if (order == null || order.equals("-createdAt")) {
            return Order.NEWEST_FIRST;
        }
        if (order.equals("createdAt")) {
            return Order.OLDEST_FIRST;
        }
        throw QueryParameter.bad("sort", "must be createdAt or -createdAt", order);
    }

    private Set<RunState> states() {
        return (state == null ? List.<String>of() : state)
                .stream()
                        .filter(it -> !it.isBlank())
                        .map(it -> QueryParameter.oneOf("state", it, RunState.class))
                        .collect(Collectors.toSet());
    }

    private static @Nullable Reason reason(@Nullable String text) {
        return text == null ? null : QueryParameter.oneOf("reason", text, Reason.class);
    }

    private static @Nullable RunId parent(@Nullable String text) {
        try {
            return text == null ? null : RunId.of(text);
        } catch (IllegalArgumentException e) {
            throw QueryParameter.bad("parent", "must be the id of a run", text);
        }
    }

    private static @Nullable String text(String name, @Nullable String text) {
        var given = given(text);
        if (given != null && (given.length() > LONGEST_TEXT || given.indexOf('\0') >= 0)) {
            throw QueryParameter.bad(
                    name, "must have at most " + LONGEST_TEXT + " characters", "that");
        }
        return given;
    }

    /** The empty fields of a form select nothing. */
    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
