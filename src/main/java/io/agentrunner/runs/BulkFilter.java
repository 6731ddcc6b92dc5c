package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.http.RequestJson;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a job is for: those that any of these select. A list has one filter for each of its
 * values, except that of states.
 */
record BulkFilter(List<RunFilter> any) {

    private static final int MOST_VALUES = 32;
    private static final int MOST_FILTERS = 100;
    private static final int LONGEST_TEXT = 200;

    BulkFilter {
        any = List.copyOf(any);
    }

    /** What is wrong with it is noted there. */
    static BulkFilter of(RequestJson json) {
        if (json.isEmpty()) {
            json.reject("workflow", "or another filter is required: nothing selects every run");
        }
        var states = choices(json, "state", RunState.class);
        var reasons = orNone(choices(json, "reason", Reason.class).stream().toList());
        var workflows = orNone(json.oneOrMore("workflow", MOST_VALUES, LONGEST_TEXT));
        var tags = orNone(json.oneOrMore("tag", MOST_VALUES, LONGEST_TEXT));
        var parents = orNone(parents(json));
        var q = json.text("q", LONGEST_TEXT);
        var after = json.instant("createdAfter");
        var before = json.instant("createdBefore");
        var any = new ArrayList<RunFilter>();
        for (var workflow : workflows) {
            for (var reason : reasons) {
                for (var tag : tags) {
                    for (var parent : parents) {
                        any.add(
                                new RunFilter(
                                        workflow, states, reason, tag, parent, q, after, before));
                    }
                }
            }
        }
        if (any.size() > MOST_FILTERS) {
            json.reject("workflow", "and the other lists have too many combinations of values");
        }
        return new BulkFilter(any);
    }

    /** Without the runs that were created at that moment or later. */
    BulkFilter createdBefore(Instant moment) {
        return new BulkFilter(
                any.stream()
                        .map(
                                it ->
                                        new RunFilter(
                                                it.workflow(),
                                                it.states(),
                                                it.reason(),
                                                it.tag(),
                                                it.parent(),
                                                it.q(),
                                                it.createdAfter(),
                                                earlier(it.createdBefore(), moment)))
                        .toList());
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private static <E extends Enum<E>> Set<E> choices(
            RequestJson json, String field, Class<E> type) {
        var chosen = EnumSet.noneOf(type);
        for (var text : json.oneOrMore(field, MOST_VALUES, LONGEST_TEXT)) {
            try {
                chosen.add(QueryParameter.oneOf(field, text, type));
            } catch (Problem unknown) {
                json.reject(field, unknown.detail().substring(field.length() + 1));
            }
        }
        return chosen;
    }

    private static List<RunId> parents(RequestJson json) {
        var parents = new ArrayList<RunId>();
        for (var text : json.oneOrMore("parent", MOST_VALUES, LONGEST_TEXT)) {
            try {
                parents.add(RunId.of(text));
            } catch (IllegalArgumentException e) {
                json.reject("parent", "must be the id of a run, not " + text);
            }
        }
        return parents;
    }

    /** One that is not given selects nothing. */
    private static <T> List<@Nullable T> orNone(List<T> values) {
        var given = new ArrayList<@Nullable T>(values);
        if (given.isEmpty()) {
            given.add(null);
        }
        return given;
    }
}
