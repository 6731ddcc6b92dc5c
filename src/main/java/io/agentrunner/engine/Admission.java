package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCreated;
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

/** Creates runs: where this node has a place for it a run begins at once, else it is queued. */
final class Admission {

    /**
     * The node that runs begin on.
     *
     * @param queued told of every run that has to wait for a place or for its time
     */
    record Place(
            String node,
            Roster roster,
            BiFunction<Published, Run, ActiveRun> activate,
            Runnable queued) {}

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
        var queued = Run.created(id, created);
        return queued.wakeAt() == null && place.roster().reserve()
                ? append(request, queued, begun(request, queued, now))
                : append(request, queued, List.of(created));
    }

    private static RunCreated created(StartRequest request, Instant now) {
        return new RunCreated(
                request.workflow().workflow().name(),
                request.workflow().workflow().version(),
                request.inputs(),
                request.tags(),
                request.metadata(),
                request.priority(),
                request.correlationId(),
                null,
                request.startAt(),
                request.timeout(),
                now);
    }

    private List<RunEvent> begun(StartRequest request, Run queued, Instant now) {
        var workflow = request.workflow().workflow();
        var start = (Accepted) RunDecider.decide(workflow, queued, new Start(place.node()), now);
        var events = new ArrayList<RunEvent>();
        events.add(queued.created());
        events.addAll(start.events());
        return events;
    }

    private CompletionStage<Started> append(
            StartRequest request, Run queued, List<RunEvent> events) {
        boolean seated = events.size() > 1;
        var after = queued.evolve(1, events);
        return journal.append(new Transition(null, after, events, null, request.key()))
                .whenComplete(
                        (answer, failure) -> {
                            if (seated && !(answer instanceof Appended.Won)) {
                                place.roster().cancelReservation();
                            }
                        })
                .thenApply(answer -> started(request, after, events, answer));
    }

    private Started started(
            StartRequest request, Run after, List<RunEvent> events, Appended answer) {
        return switch (answer) {
            case Appended.Won _ -> {
                Log.transition(after, events);
                if (events.size() > 1) {
                    var active = place.activate().apply(request.workflow(), after);
                    if (place.roster().seat(active)) {
                        active.begin(events);
                    }
                } else {
                    place.queued().run();
                }
                yield new Started.Created(after);
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
