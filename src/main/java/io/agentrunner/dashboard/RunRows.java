package io.agentrunner.dashboard;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a list: those of short runs from all that happened, others from their row. */
@ApplicationScoped
class RunRows {

    /** A run with more events than this is too long to be read for a bar of twelve pixels. */
    private static final int SHORT = 200;

    private final Engine engine;
    private final Workflows workflows;

    RunRows(Engine engine, Workflows workflows) {
        this.engine = engine;
        this.workflows = workflows;
    }

    private record Found(
            io.agentrunner.journal.@Nullable RunRow listed,
            @Nullable Run run,
            @Nullable Workflow workflow) {

        String name() {
            return run != null ? run.workflow() : listed != null ? listed.workflow() : "";
        }

        Duration length(Instant now) {
            return run != null
                    ? RunRow.length(run.startedAt(), run.endedAt(), now)
                    : listed != null
                            ? RunRow.length(listed.startedAt(), listed.endedAt(), now)
                            : Duration.ZERO;
        }
    }

    /** The rows of a page of the list. */
    Uni<List<RunRow>> of(List<io.agentrunner.journal.RunRow> listed, Instant now) {
        return all(listed.stream().map(this::look).toList()).map(found -> rows(found, now));
    }

    /** The rows of some runs; of one that is unknown there is none. */
    Uni<List<RunRow>> ofIds(List<RunId> ids, Instant now) {
        return all(ids.stream().map(id -> look(id, null)).toList()).map(found -> rows(found, now));
    }

    private static Uni<List<Found>> all(List<Uni<Found>> lookUps) {
        return lookUps.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(lookUps).andFailFast();
    }

    private Uni<Found> look(io.agentrunner.journal.RunRow row) {
        return row.seq() > SHORT
                ? Uni.createFrom().item(new Found(row, null, null))
                : look(row.id(), row);
    }

    private Uni<Found> look(RunId id, io.agentrunner.journal.@Nullable RunRow row) {
        return Uni.createFrom()
                .completionStage(() -> engine.find(id))
                .chain(found -> withWorkflow(found, row));
    }

    /** Only what a running run does now needs its workflow: how many steps there are. */
    private Uni<Found> withWorkflow(
            Optional<Run> found, io.agentrunner.journal.@Nullable RunRow row) {
        var run = found.orElse(null);
        if (run == null || run.state() != RunState.RUNNING) {
            return Uni.createFrom().item(new Found(row, run, null));
        }
        return Uni.createFrom()
                .completionStage(() -> workflows.version(run.workflow(), run.version()))
                .map(it -> new Found(row, run, it.map(Published::workflow).orElse(null)));
    }

    /** Bars of runs of one workflow have one scale. */
    private static List<RunRow> rows(List<Found> all, Instant now) {
        Map<String, Duration> longest = new HashMap<>();
        all.forEach(it -> longest.merge(it.name(), it.length(now), RunRows::longer));
        return all.stream()
                .flatMap(
                        it -> row(it, longest.getOrDefault(it.name(), Duration.ZERO), now).stream())
                .toList();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Optional<RunRow> row(Found found, Duration longest, Instant now) {
        var run = found.run();
        var listed = found.listed();
        if (run != null) {
            return Optional.of(RunRow.of(run, found.workflow(), longest, now));
        }
        return listed == null ? Optional.empty() : Optional.of(RunRow.of(listed, longest, now));
    }
}
