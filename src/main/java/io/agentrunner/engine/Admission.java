package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Expressions;
import io.agentrunner.run.Here;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunDecider;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Creates runs: where this node has a place for it a run begins at once, else it is queued. */
final class Admission {

    /**
     * The node that runs begin on.
     *
     * @param expressions answers what a workflow asks
     * @param lacksPlace told of every run that has to wait for a place
     * @param startsLater told when a run is to start that has to wait for its time
     */
    record Place(
            String node,
            Roster roster,
            ConcurrencySlots slots,
            BiFunction<Published, Run, ActiveRun> activate,
            Function<Published, Expressions> expressions,
            Runnable lacksPlace,
            Consumer<Instant> startsLater) {}

    private final Journal journal;
    private final World world;
    private final Place place;

    Admission(Journal journal, World world, Place place) {
        this.journal = journal;
        this.world = world;
        this.place = place;
    }

    /** Creates a run; it is durable when the stage completes. */
    CompletionStage<Started> start(StartRequest request) {
        if (!journal.isAvailable()) {
            return CompletableFuture.failedFuture(
                    new JournalUnavailable("the database does not answer"));
        }
        var now = world.time().now();
        var id = RunId.at(now, world.random().nextLong(), world.random().nextLong());
        var created = created(request, now);
        var first = new ArrayList<RunEvent>(List.of(created));
        var fork = request.fork();
        if (fork != null) {
            first.add(new RunForked(fork.from(), fork.seq(), fork.steps(), fork.next(), now));
        }
        var queued = Run.fold(id, first);
        var later = queued.wakeAt();
        if (created.slot() != null && later == null) {
            // Whether it may begin only the database can tell, which knows all that are under way.
            return append(request, queued, first, place.lacksPlace());
        }
        if (later != null) {
            return append(request, queued, first, () -> place.startsLater().accept(later));
        }
        return place.roster().reserve()
                ? appendSeated(request, queued, begun(request, queued, first, now))
                : append(request, queued, first, place.lacksPlace());
    }

    private RunCreated created(StartRequest request, Instant now) {
        var fork = request.fork();
        return new RunCreated(
                request.workflow().workflow().name(),
                request.workflow().workflow().version(),
                request.inputs(),
                request.tags(),
                request.metadata(),
                request.priority(),
                request.correlationId(),
                request.parent(),
                fork == null ? null : fork.from(),
                fork == null ? null : fork.reason(),
                place.slots().of(request),
                request.startAt(),
                request.timeout(),
                now);
    }

    private List<RunEvent> begun(
            StartRequest request, Run queued, List<RunEvent> first, Instant now) {
        var workflow = request.workflow().workflow();
        var here = new Here(place.node(), now, place.expressions().apply(request.workflow()));
        var start = (Accepted) RunDecider.decide(workflow, queued, new Start(), here);
        var events = new ArrayList<>(first);
        events.addAll(start.events());
        return events;
    }

    private CompletionStage<Started> append(
            StartRequest request, Run queued, List<RunEvent> events, Runnable whenWon) {
        var transition = transition(request, queued, events);
        return journal.append(transition).thenApply(it -> answered(transition, it, whenWon));
    }

    private CompletionStage<Started> appendSeated(
            StartRequest request, Run queued, List<RunEvent> events) {
        var transition = transition(request, queued, events);
        var came = place.roster().expect(queued.id());
        return journal.append(transition)
                .whenComplete(
                        (answer, failure) -> {
                            if (!(answer instanceof Appended.Won)) {
                                place.roster().cancelReservations(1);
                            }
                        })
                .thenApply(
                        it -> answered(transition, it, () -> seat(request.workflow(), transition)))
                .whenComplete((_, _) -> came.run());
    }

    private static Transition transition(StartRequest request, Run queued, List<RunEvent> events) {
        return new Transition(null, queued.evolve(1, events), events, null, request.key());
    }

    private void seat(Published published, Transition transition) {
        var active = place.activate().apply(published, transition.after());
        if (place.roster().seat(active)) {
            active.begin(transition.events());
        } else {
            place.roster().cancelReservations(1);
        }
    }

    private static Started answered(Transition transition, Appended answer, Runnable whenWon) {
        return switch (answer) {
            case Appended.Won _ -> {
                Log.transition(transition.after(), transition.events());
                whenWon.run();
                yield new Started.Created(transition.after());
            }
            case Appended.KeyTaken(var run, var sameBody) ->
                    sameBody ? new Started.Repeated(run) : new Started.KeyReused(run);
            case Appended.Unwritable(var detail) ->
                    throw new IllegalArgumentException("the run can't be stored: " + detail);
            case Appended.Lost _, Appended.Fenced _ ->
                    throw new JournalUnavailable("this node lost its place, another will do");
        };
    }
}
