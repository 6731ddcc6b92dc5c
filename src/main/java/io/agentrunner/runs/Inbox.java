package io.agentrunner.runs;

import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.journal.RunsThatAsk;
import io.agentrunner.journal.RunsThatAsk.Where;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What waits for somebody's decision, in the order of the runs' creation. */
public final class Inbox {

    private static final String APPROVAL = "approval";
    private static final int RUNS_AT_ONCE = 20;

    /** A page that has found little until then is answered as it is, and the next one goes on. */
    private static final int MOST_RUNS = 1_000;

    private final RunsThatAsk asking;
    private final PublishedWorkflows workflows;
    private final Engine engine;

    public Inbox(RunsThatAsk asking, PublishedWorkflows workflows, Engine engine) {
        this.asking = asking;
        this.workflows = workflows;
        this.engine = engine;
    }

    private record Item(IdCursor at, ApprovalView view) {}

    /**
     * One page of it.
     *
     * @param workflow only of runs of that one
     */
    public Uni<Page<ApprovalView>> page(@Nullable String workflow, PageRequest request) {
        var search = new Search(where(workflow), request);
        return search.goOn().map(_ -> search.page());
    }

    private Where where(@Nullable String workflow) {
        return new Where(
                workflow,
                versions(it -> it.timeline().stream().anyMatch(Inbox::asks)),
                versions(it -> it.timeline().stream().anyMatch(Inbox::asksInside)));
    }

    /** Of all versions, since runs stay with theirs. */
    private List<String> versions(Predicate<Workflow> wanted) {
        return workflows.all().stream()
                .flatMap(it -> editions(it.workflow().name()))
                .map(Edition::workflow)
                .filter(wanted)
                .map(Workflow::version)
                .distinct()
                .toList();
    }

    private Stream<Edition> editions(String name) {
        return workflows.versions(name).toCompletableFuture().getNow(List.of()).stream();
    }

    private static boolean asks(Step step) {
        return step.type().equals(APPROVAL) || asksInside(step);
    }

    private static boolean asksInside(Step step) {
        return switch (step.nested()) {
            case null -> false;
            case Nested.Parallel(var steps, _, _) -> steps.stream().anyMatch(Inbox::asks);
            case Nested.ForEach(var each, _, _) -> asks(each);
        };
    }

    /** For the items of one page. */
    private final class Search {

        private final Where where;
        private final PageRequest request;
        private final List<Item> items = new ArrayList<>();
        private @Nullable IdCursor at;
        private int runs;
        private boolean over;

        Search(Where where, PageRequest request) {
            this.where = where;
            this.request = request;
            this.at = IdCursor.of(request.cursor());
        }

        Uni<Void> goOn() {
            var from = at == null ? null : at.run();
            return Answers.of(() -> asking.from(where, from, RUNS_AT_ONCE))
                    .chain(this::look)
                    .chain(() -> isDone() ? Uni.createFrom().voidItem() : goOn());
        }

        private boolean isDone() {
            return over || items.size() > request.limit() || runs >= MOST_RUNS;
        }

        private Uni<Void> look(List<RunId> ids) {
            runs += ids.size();
            over = ids.size() < RUNS_AT_ONCE;
            return Multi.createFrom()
                    .iterable(ids)
                    .onItem()
                    .transformToUniAndConcatenate(id -> Answers.of(() -> engine.find(id)))
                    .collect()
                    .asList()
                    .invoke(found -> found.stream().flatMap(Optional::stream).forEach(this::add))
                    .invoke(() -> goOnAfter(ids))
                    .replaceWithVoid();
        }

        private void add(Run run) {
            var steps = run.steps();
            for (int i = 0; steps.waiting() > 0 && i < steps.size(); i++) {
                var place = new IdCursor(run.id(), i);
                if (isAfterLast(place)) {
                    ApprovalView.of(run, steps.get(i))
                            .ifPresent(view -> items.add(new Item(place, view)));
                }
            }
        }

        private boolean isAfterLast(IdCursor place) {
            return at == null || !at.run().equals(place.run()) || place.place() > at.place();
        }

        private void goOnAfter(List<RunId> ids) {
            if (!ids.isEmpty()) {
                at = new IdCursor(ids.getLast(), Integer.MAX_VALUE);
            }
        }

        /** Counting them all would be looking at them all. */
        Page<ApprovalView> page() {
            var shown = items.stream().limit(request.limit()).toList();
            boolean all = over && shown.size() == items.size();
            var next = items.size() > shown.size() ? shown.getLast().at() : at;
            return new Page<>(
                    shown.stream().map(Item::view).toList(),
                    all || next == null ? null : next.text(),
                    items.size(),
                    !(all && request.cursor() == null));
        }
    }
}
