package io.agentrunner.journal;

import static java.util.Locale.ROOT;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A filter, and said another way what it means. */
record FilterMeaning(RunFilter filter, Predicate<ListedRun> means) {

    private static final RunId PARENT = new RunId(new UUID(1, 1));

    static List<FilterMeaning> all(Instant morning) {
        var after = morning.plusSeconds(20);
        var before = morning.plusSeconds(90);
        return List.of(
                new FilterMeaning(RunFilter.ALL, _ -> true),
                of("order", null, null, null, run -> run.workflow().equals("order")),
                states(RunState.RUNNING),
                states(RunState.FAILED, RunState.WAITING),
                states(RunState.COMPLETED, RunState.RUNNING),
                of(null, Reason.APPROVAL, null, null, run -> run.reason() == Reason.APPROVAL),
                of(null, null, "eu", null, run -> run.tags().contains("eu")),
                of(null, null, null, PARENT, run -> PARENT.equals(run.parent())),
                q("EU"),
                q("100%"),
                q("disk_f"),
                q("der-"),
                q("\\ 'odd"),
                q("019"),
                new FilterMeaning(
                        new RunFilter(null, Set.of(), null, null, null, null, after, before),
                        run -> run.createdAt().isAfter(after) && run.createdAt().isBefore(before)));
    }

    private static FilterMeaning of(
            @Nullable String workflow,
            @Nullable Reason reason,
            @Nullable String tag,
            @Nullable RunId parent,
            Predicate<ListedRun> means) {
        return new FilterMeaning(
                new RunFilter(workflow, Set.of(), reason, tag, parent, null, null, null), means);
    }

    private static FilterMeaning states(RunState... states) {
        var set = Set.of(states);
        return new FilterMeaning(
                new RunFilter(null, set, null, null, null, null, null, null),
                run -> set.contains(run.state()));
    }

    private static FilterMeaning q(String q) {
        var low = q.toLowerCase(ROOT);
        return new FilterMeaning(
                new RunFilter(null, Set.of(), null, null, null, q, null, null),
                run ->
                        run.id().toString().startsWith(low)
                                || texts(run).anyMatch(t -> t.toLowerCase(ROOT).contains(low)));
    }

    private static Stream<String> texts(ListedRun run) {
        return Stream.concat(
                Stream.of(
                        run.workflow(),
                        String.valueOf(run.correlationId()),
                        String.valueOf(run.message())),
                run.tags().stream());
    }

    FilterMeaning and(FilterMeaning other) {
        var x = filter;
        var y = other.filter;
        return new FilterMeaning(
                new RunFilter(
                        x.workflow() == null ? y.workflow() : x.workflow(),
                        x.states().isEmpty() ? y.states() : x.states(),
                        x.reason() == null ? y.reason() : x.reason(),
                        x.tag() == null ? y.tag() : x.tag(),
                        x.parent() == null ? y.parent() : x.parent(),
                        x.q() == null ? y.q() : x.q(),
                        x.createdAfter() == null ? y.createdAfter() : x.createdAfter(),
                        x.createdBefore() == null ? y.createdBefore() : x.createdBefore()),
                means.and(other.means));
    }

    /** Two of the same kind make no filter. */
    boolean clashesWith(FilterMeaning other) {
        boolean states = !filter.states().isEmpty() && !other.filter.states().isEmpty();
        boolean texts = filter.q() != null && other.filter.q() != null;
        return !filter.equals(other.filter) && (states || texts);
    }
}
