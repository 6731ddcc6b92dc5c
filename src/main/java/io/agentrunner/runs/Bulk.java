package io.agentrunner.runs;

import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.journal.RunList;
import io.agentrunner.run.RunId;
import io.agentrunner.runs.BulkJob.State;
import io.agentrunner.runs.BulkResult.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Begins, shows and stops what is wanted of many runs at once. */
final class Bulk {

    private static final int SHOWN_BEFORE = 100;

    private final BulkJobs jobs;
    private final RequestKeys keys;
    private final RunList list;
    private final BulkRounds rounds;
    private final InstantSource clock;
    private final RandomGenerator random;

    Bulk(
            BulkJobs jobs,
            RequestKeys keys,
            RunList list,
            BulkRounds rounds,
            InstantSource clock,
            RandomGenerator random) {
        this.jobs = jobs;
        this.keys = keys;
        this.list = list;
        this.rounds = rounds;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A job that was begun.
     *
     * @param repeated whether that was by an earlier request
     */
    record Begun(BulkJob job, boolean repeated) {}

    /** What it would be for; nothing is done. */
    Uni<BulkView.Plan> plan(BulkRequest request) {
        return count(request.filter())
                .chain(
                        total ->
                                first(request.filter())
                                        .map(
                                                ids ->
                                                        BulkView.Plan.of(
                                                                request,
                                                                counted(total),
                                                                isMore(total),
                                                                ids)));
    }

    /** Begins a job; under a key that has begun one, that one. */
    Uni<Begun> begin(BulkRequest request, @Nullable IdempotencyKey key) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var id = RunId.at(now, random.nextLong(), random.nextLong()).value();
        var claim =
                key == null
                        ? Uni.createFrom().item(new RequestKeys.Claim(id, false, true))
                        : Answers.of(() -> keys.claim(key, id));
        return claim.invoke(Bulk::requireSame)
                .chain(
                        held ->
                                count(request.filter())
                                        .map(
                                                total ->
                                                        BulkJob.of(
                                                                held.made(),
                                                                request,
                                                                counted(total),
                                                                isMore(total),
                                                                now))
                                        .chain(job -> Answers.of(() -> jobs.create(job)))
                                        .map(job -> new Begun(job, held.repeated())))
                .invoke(_ -> rounds.hurry());
    }

    Uni<BulkJob> find(UUID id) {
        return Answers.of(() -> jobs.find(id)).map(found -> found.orElseThrow(() -> unknown(id)));
    }

    /** Begins nothing more of it; fails with a problem when it is done. */
    Uni<BulkJob> stop(UUID id) {
        return Answers.of(() -> jobs.stop(id))
                .map(found -> found.orElseThrow(() -> unknown(id)))
                .invoke(Bulk::requireStopped);
    }

    /** The job with a page of its results. */
    Uni<BulkView> view(BulkJob job, @Nullable Outcome only, PageRequest page) {
        var after = IdCursor.of(page.cursor());
        var last = after == null ? null : after.run();
        return Answers.of(() -> jobs.results(job.id(), last, only, page.limit() + 1))
                .map(found -> BulkView.of(job, results(job, only, found, page.limit())));
    }

    private static Page<BulkView.Result> results(
            BulkJob job, @Nullable Outcome only, List<BulkResult> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit ? new IdCursor(shown.getLast().run(), 0).text() : null;
        var total =
                switch (only) {
                    case null -> job.found();
                    case DONE -> job.done();
                    case REFUSED -> job.refused();
                    case FAILED -> job.failed();
                };
        return new Page<>(shown.stream().map(BulkView.Result::of).toList(), next, total, false);
    }

    private Uni<Long> count(BulkFilter filter) {
        return Multi.createFrom()
                .iterable(filter.any())
                .onItem()
                .transformToUniAndConcatenate(this::count)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private Uni<Long> count(RunFilter filter) {
        return Answers.of(() -> list.count(filter));
    }

    private Uni<List<RunId>> first(BulkFilter filter) {
        return Multi.createFrom()
                .iterable(filter.any())
                .onItem()
                .transformToUniAndConcatenate(
                        it -> Answers.of(() -> list.ids(it, null, SHOWN_BEFORE)))
                .collect()
                .asList()
                .map(
                        all ->
                                all.stream()
                                        .flatMap(List::stream)
                                        .distinct()
                                        .sorted()
                                        .limit(SHOWN_BEFORE)
                                        .toList());
    }

    private static long counted(long total) {
        return Math.min(total, RunList.COUNTED);
    }

    private static boolean isMore(long total) {
        return total > RunList.COUNTED;
    }

    private static void requireSame(RequestKeys.Claim claim) {
        if (!claim.sameBody()) {
            throw IdempotencyHeader.reusedFor("which made job " + claim.made());
        }
    }

    private static void requireStopped(BulkJob job) {
        if (job.state() == State.COMPLETED) {
            throw new Problem(
                            ProblemType.CONFLICT,
                            "Job %s is done; there is nothing to stop.".formatted(job.id()))
                    .with("from", job.state())
                    .with("allowed", List.of(State.RUNNING));
        }
    }

    static Problem unknown(Object id) {
        return new Problem(
                ProblemType.NOT_FOUND,
                "There is no job %s. Jobs are forgotten 30 days after their end.".formatted(id));
    }
}
