package io.agentrunner.runs;

import io.agentrunner.engine.Engine;
import io.agentrunner.http.Accept;
import io.agentrunner.http.Problems;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.Feed;
import io.agentrunner.journal.FeedPosition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The addresses of the live streams: the events of one run, and those of all. */
@ApplicationScoped
class StreamRoutes {

    private final Engine engine;
    private final EventReader reader;
    private final EventStreams streams;
    private final Problems problems;
    private final ServerPhase phase;

    StreamRoutes(
            Engine engine,
            EventReader reader,
            Feed feed,
            Problems problems,
            ServerPhase phase,
            @ConfigProperty(name = "agent-runner.stream-beat", defaultValue = "PT15S")
                    Duration beat) {
        this.engine = engine;
        this.reader = reader;
        this.problems = problems;
        this.phase = phase;
        this.streams = new EventStreams(feed, engine.output(), beat);
        phase.whenDraining(streams::endAll);
    }

    /** They come before resource methods, which have the JSON at the same addresses. */
    void register(@Observes Router router) {
        router.get("/runs/:id/events").handler(it -> orNext(it, this::ofRun));
        router.get("/events").handler(it -> guarded(it, this::ofAll));
    }

    private void orNext(RoutingContext routing, Consumer<RoutingContext> stream) {
        if (Accept.prefersEventStream(routing.request().getHeader("Accept"))) {
            guarded(routing, stream);
        } else {
            routing.next();
        }
    }

    private void guarded(RoutingContext routing, Consumer<RoutingContext> stream) {
        try {
            if (phase.current() == ServerPhase.Phase.DRAINING) {
                throw new Engine.Draining();
            }
            stream.accept(routing);
        } catch (RuntimeException refused) {
            problems.answer(routing, refused);
        }
    }

    private void ofRun(RoutingContext routing) {
        var id = RunProblems.id(String.valueOf(routing.pathParam("id")));
        long after = new StreamRequest(routing, List.of()).afterSeq();
        answer(routing, engine.find(id), found -> follow(routing, id, found, after));
    }

    private void follow(RoutingContext routing, RunId id, Optional<Run> found, long after) {
        if (found.isEmpty()) {
            throw RunProblems.unknown(id);
        }
        var run = found.get();
        if (run.state().isTerminal() && after >= run.seq()) {
            routing.response().setStatusCode(204).end(); // which makes an EventSource stop
        } else if (after <= run.seq()) {
            streams.follow(new EventStream(routing), id, after);
        } else {
            // What is in memory may be a moment behind what was told already.
            answer(
                    routing,
                    reader.read(id, after - 1, 1),
                    there -> follow(routing, run, after, !there.isEmpty()));
        }
    }

    private void follow(RoutingContext routing, Run run, long after, boolean isThere) {
        var stream = new EventStream(routing);
        if (isThere) {
            streams.follow(stream, run.id(), after);
        } else {
            streams.followAfterGap(stream, run.id(), run.seq());
        }
    }

    /** Goes on where the request is at home, unless the deadline has answered meanwhile. */
    private <T> void answer(RoutingContext routing, CompletionStage<T> stage, Consumer<T> goOn) {
        var loop = routing.vertx().getOrCreateContext();
        stage.whenComplete(
                (found, failure) ->
                        loop.runOnContext(
                                _ -> {
                                    if (failure != null) {
                                        problems.answer(routing, failure);
                                    } else if (!routing.response().ended()) {
                                        guarded(routing, _ -> goOn.accept(found));
                                    }
                                }));
    }

    private void ofAll(RoutingContext routing) {
        var request = new StreamRequest(routing, List.of("workflow", "state", "type"));
        var filter = request.filter();
        var from = request.after().map(StreamRoutes::position);
        streams.followAll(new EventStream(routing), from, filter);
    }

    private static FeedPosition position(String text) {
        try {
            return FeedPosition.parse(text);
        } catch (IllegalArgumentException e) {
            throw RunProblems.badPosition();
        }
    }
}
