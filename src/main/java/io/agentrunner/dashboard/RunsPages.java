package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.RunsPage.Counts;
import io.agentrunner.dashboard.RunsPage.Source;
import io.agentrunner.http.PageRequest;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunPage;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what the list of runs is made from. */
@ApplicationScoped
class RunsPages {

    private static final int ROWS = 50;

    private final RunList list;
    private final RunRows rows;
    private final PublishedWorkflows workflows;

    RunsPages(RunList list, RunRows rows, PublishedWorkflows workflows) {
        this.list = list;
        this.rows = rows;
        this.workflows = workflows;
    }

    /**
     * What a reader wants to see.
     *
     * @param start the workflow whose form is shown, or empty
     * @param typed what somebody typed into it before
     */
    record Wish(ListQuery query, String start, Typed typed) {}

    /**
     * Everything for one page.
     *
     * @throws io.agentrunner.http.Problem for a filter or cursor that is none
     */
    Uni<Source> source(Wish wish, String token, Instant now) {
        return Uni.combine()
                .all()
                .unis(page(wish.query(), now), counts())
                .asTuple()
                .chain(
                        all ->
                                source(
                                        wish,
                                        all.getItem1(),
                                        counts(all.getItem2()),
                                        names(),
                                        token,
                                        now));
    }

    private Uni<RunPage> page(ListQuery query, Instant now) {
        var cursor = query.cursor().isEmpty() ? null : query.cursor();
        return Uni.createFrom()
                .completionStage(
                        () ->
                                list.page(
                                        query.filter(now),
                                        RunList.Order.NEWEST_FIRST,
                                        ROWS,
                                        cursor))
                .onFailure(IllegalArgumentException.class)
                .transform(_ -> PageRequest.badCursor());
    }

    private Uni<Map<RunState, Long>> counts() {
        return Uni.createFrom().completionStage(list::counts);
    }

    private static Counts counts(Map<RunState, Long> byState) {
        boolean capped = byState.values().stream().anyMatch(it -> it >= RunList.COUNTED);
        return new Counts(byState, capped);
    }

    private List<String> names() {
        return workflows.all().stream()
                .map(Edition::published)
                .filter(it -> !it.archived())
                .map(it -> it.workflow().name())
                .toList();
    }

    private Uni<Source> source(
            Wish wish, RunPage page, Counts counts, List<String> names, String token, Instant now) {
        return Uni.combine()
                .all()
                .unis(rows.of(page.rows(), now), chosen(wish, names))
                .asTuple()
                .map(
                        both ->
                                new Source(
                                        wish.query(),
                                        both.getItem1(),
                                        counts,
                                        names,
                                        page.nextCursor(),
                                        StartPanel.of(
                                                names,
                                                both.getItem2().orElse(null),
                                                wish.typed(),
                                                token)));
    }

    /** The workflow asked for, else the one the list is about, else the first. */
    private Uni<Optional<Workflow>> chosen(Wish wish, List<String> names) {
        var name =
                names.contains(wish.start())
                        ? wish.start()
                        : names.contains(wish.query().workflow())
                                ? wish.query().workflow()
                                : first(names);
        return name == null ? Uni.createFrom().item(Optional.empty()) : workflow(name);
    }

    Uni<Optional<Workflow>> workflow(String name) {
        return Uni.createFrom()
                .completionStage(() -> workflows.current(name))
                .map(found -> found.map(Published::workflow));
    }

    private static @Nullable String first(List<String> names) {
        return names.isEmpty() ? null : names.getFirst();
    }
}
