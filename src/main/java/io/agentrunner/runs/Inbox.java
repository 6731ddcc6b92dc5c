package io.agentrunner.runs;

import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunsThatAsk;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What waits for somebody's decision, in the order of the runs' creation. */
public final class Inbox {

    private static final int RUNS_AT_ONCE = 20;

    private final RunsThatAsk asking;
    private final Engine engine;

    public Inbox(RunsThatAsk asking, Engine engine) {
        this.asking = asking;
        this.engine = engine;
    }

    private record Item(IdCursor at, ApprovalView view) {}

    /**
     * One page of it.
     *
     * @param workflow only of runs of that one
     */
    public Uni<Page<ApprovalView>> page(@Nullable String workflow, PageRequest request) {
        var search = new Search(workflow, request);
        return search.goOn()
                .chain(() -> Answers.of(() -> asking.count(workflow, RunList.COUNTED)))
                .map(search::page);
    }

    /** How much is in it; not counted much further than {@code most}. */
    public Uni<Long> size(int most) {
        return Answers.of(() -> asking.count(null, most));
    }

    /** For the items of one page. */
    private final class Search {

        private final @Nullable String workflow;
        private final PageRequest request;
        private final List<Item> items = new ArrayList<>();
        private @Nullable IdCursor at;
        private boolean over;

        Search(@Nullable String workflow, PageRequest request) {
            this.workflow = workflow;
            this.request = request;
            this.at = IdCursor.of(request.cursor());
        }

        Uni<Void> goOn() {
            var from = at == null ? null : at.run();
            return Answers.of(() -> asking.from(workflow, from, RUNS_AT_ONCE))
                    .chain(this::look)
                    .chain(() -> isDone() ? Uni.createFrom().voidItem() : goOn());
        }

        private boolean isDone() {
            return over || items.size() > request.limit();
        }

        private Uni<Void> look(List<RunId> ids) {
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

        /** What it finds may have been decided while it was counted, and the other way round. */
        Page<ApprovalView> page(long counted) {
            var shown = items.stream().limit(request.limit()).toList();
            boolean all = over && shown.size() == items.size();
            var next = items.size() > shown.size() ? shown.getLast().at() : at;
            return new Page<>(
                    shown.stream().map(Item::view).toList(),
                    all || next == null ? null : next.text(),
                    all && request.cursor() == null
                            ? shown.size()
                            : Math.min(counted, RunList.COUNTED),
                    counted > RunList.COUNTED);
        }
    }
}
