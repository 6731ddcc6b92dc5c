package io.agentrunner.dashboard;

import io.agentrunner.http.QueryParameter;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the list of runs is to show, as it stands in the address. Empty means anything.
 *
 * @param created how far back: {@code 1h}, {@code 24h}, {@code 7d}
 * @param cursor where its page begins
 */
record ListQuery(
        String q,
        String workflow,
        String state,
        String reason,
        String tag,
        String created,
        String cursor) {

    static final ListQuery ALL = new ListQuery("", "", "", "", "", "", "");

    private static final Map<String, Duration> WINDOWS =
            Map.of("1h", Duration.ofHours(1), "24h", Duration.ofDays(1), "7d", Duration.ofDays(7));

    /**
     * What it selects.
     *
     * @throws io.agentrunner.http.Problem for a value that can't be read
     */
    RunFilter filter(Instant now) {
        return new RunFilter(
                given(workflow),
                state.isEmpty()
                        ? Set.of()
                        : Set.of(QueryParameter.oneOf("state", state, RunState.class)),
                reason.isEmpty() ? null : QueryParameter.oneOf("reason", reason, Reason.class),
                given(tag),
                null,
                given(q),
                createdAfter(now),
                null);
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    boolean isFiltered() {
        return !new ListQuery(q, workflow, state, reason, tag, created, "").equals(ALL);
    }

    private @Nullable Instant createdAfter(Instant now) {
        var window = WINDOWS.get(created);
        return window == null ? null : now.minus(window);
    }

    ListQuery withState(String other) {
        return new ListQuery(q, workflow, other, reason, tag, created, "");
    }

    ListQuery withCursor(String other) {
        return new ListQuery(q, workflow, state, reason, tag, created, other);
    }

    /** The address of that list. */
    String url() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("q", q);
        parameters.put("workflow", workflow);
        parameters.put("state", state);
        parameters.put("reason", reason);
        parameters.put("tag", tag);
        parameters.put("created", created);
        parameters.put("cursor", cursor);
        var query =
                parameters.entrySet().stream()
                        .filter(it -> !it.getValue().isEmpty())
                        .map(it -> it.getKey() + "=" + Urls.encode(it.getValue()))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? "/runs" : "/runs?" + query;
    }

    /** The filters as a sentence: {@code Workflow order, state Failed}. */
    String inWords() {
        var words = new LinkedHashMap<String, String>();
        words.put("text", q);
        words.put("workflow", workflow);
        words.put("state", Words.sentence(state));
        words.put("reason", Words.sentence(reason));
        words.put("tag", tag);
        words.put("created within", created);
        return words.entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .map(it -> it.getKey() + " “" + it.getValue() + "”")
                .collect(Collectors.joining(", "));
    }
}
