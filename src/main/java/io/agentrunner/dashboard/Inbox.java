package io.agentrunner.dashboard;

import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunPage;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepRun;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that waits for a person. */
@ApplicationScoped
class Inbox {

    /** As many runs are looked at for one page. */
    static final int MOST = 50;

    private static final Duration FRESH = Duration.ofMillis(200);
    private static final RunFilter ASKING =
            new RunFilter(
                    null, Set.of(RunState.WAITING), Reason.APPROVAL, null, null, null, null, null);

    private final RunList list;
    private final Engine engine;
    private final Uni<Long> size;
    private volatile Instant asOf = Instant.MIN;

    Inbox(RunList list, Engine engine) {
        this.list = list;
        this.engine = engine;
        this.size = counted().memoize().until(this::isStale);
    }

    /** A step that asks, and its run. */
    record Asking(Run run, StepRun step) {}

    /**
     * The decisions that are waited for.
     *
     * @param oldest those of the oldest runs
     * @param runs how many runs wait for one
     */
    record Waiting(List<Asking> oldest, long runs) {}

    /** How many runs wait for a decision. */
    Uni<Long> size() {
        return size;
    }

    private Uni<Long> counted() {
        return page(1).map(RunPage::total).invoke(() -> asOf = Instant.now());
    }

    private boolean isStale() {
        return asOf.isBefore(Instant.now().minus(FRESH));
    }

    Uni<Waiting> waiting() {
        return page(MOST)
                .chain(
                        page ->
                                runs(page)
                                        .map(runs -> new Waiting(oldestFirst(runs), page.total())));
    }

    private Uni<RunPage> page(int limit) {
        return Answers.of(() -> list.page(ASKING, RunList.Order.OLDEST_FIRST, limit, null));
    }

    private Uni<List<Run>> runs(RunPage page) {
        if (page.rows().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var looks =
                page.rows().stream().map(row -> Answers.of(() -> engine.find(row.id()))).toList();
        return Uni.join()
                .all(looks)
                .andFailFast()
                .map(found -> found.stream().flatMap(Optional::stream).toList());
    }

    private static List<Asking> oldestFirst(List<Run> runs) {
        return runs.stream()
                .flatMap(run -> Ask.steps(run).stream().map(step -> new Asking(run, step)))
                .sorted(Comparator.comparing(it -> it.step().attempt().runningSince()))
                .limit(MOST)
                .toList();
    }
}
