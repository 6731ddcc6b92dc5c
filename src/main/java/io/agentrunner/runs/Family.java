package io.agentrunner.runs;

import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunList.Order;
import io.agentrunner.journal.RunPage;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.runs.LineageView.Relative;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the runs that a run belongs with. */
final class Family {

    private static final int MOST_GENERATIONS = 50;
    private static final int MOST_CHILDREN = 200;
    private static final int MOST_FORKS = 50;

    private final Engine engine;
    private final RunList list;

    Family(Engine engine, RunList list) {
        this.engine = engine;
        this.list = list;
    }

    Uni<LineageView> of(Run run) {
        return Uni.combine()
                .all()
                .unis(
                        line(run, Family::parent),
                        children(run.id()),
                        line(run, it -> it.created().forkedFrom()),
                        forks(run.id()))
                .asTuple()
                .map(
                        all ->
                                new LineageView(
                                        Relative.of(run),
                                        all.getItem1(),
                                        all.getItem2().rows().stream().map(Relative::of).toList(),
                                        all.getItem2().total(),
                                        all.getItem3(),
                                        all.getItem4()));
    }

    private static @Nullable RunId parent(Run run) {
        return Optional.ofNullable(run.created().parent()).map(Parent::run).orElse(null);
    }

    /** From a run back, as far as there are runs. */
    private Uni<List<Relative>> line(Run run, Function<Run, @Nullable RunId> back) {
        return line(run, back, new ArrayList<>());
    }

    private Uni<List<Relative>> line(
            Run run, Function<Run, @Nullable RunId> back, List<Relative> found) {
        var next = back.apply(run);
        return next == null || found.size() == MOST_GENERATIONS
                ? Uni.createFrom().item(found)
                : Answers.of(() -> engine.find(next))
                        .chain(
                                it -> {
                                    it.map(Relative::of).ifPresent(found::add);
                                    return it.isPresent()
                                            ? line(it.get(), back, found)
                                            : Uni.createFrom().item(found);
                                });
    }

    private Uni<RunPage> children(RunId run) {
        var filter = new RunFilter(null, Set.of(), null, null, run, null, null, null);
        return Answers.of(() -> list.page(filter, Order.OLDEST_FIRST, MOST_CHILDREN, null));
    }

    private Uni<List<Relative>> forks(RunId run) {
        return Answers.of(() -> list.forksOf(run, MOST_FORKS))
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(id -> Answers.of(() -> engine.find(id)))
                .collect()
                .asList()
                .map(found -> found.stream().flatMap(Optional::stream).map(Relative::of).toList());
    }
}
