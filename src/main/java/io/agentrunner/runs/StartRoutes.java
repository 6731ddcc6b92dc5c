package io.agentrunner.runs;

import io.agentrunner.catalog.RequestBody;
import io.agentrunner.engine.Engine;
import io.agentrunner.http.Lines;
import io.agentrunner.http.Prefer;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.Problems;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.http.ServerPhase;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The addresses where programs start runs: one, or many in one request. They come before resource
 * methods, whose way through the framework costs more than all the rest of a start.
 */
@ApplicationScoped
class StartRoutes {

    /** Behind the front door, and before the framework's limit to bodies. */
    private static final int EARLY = -1000;

    private final Doorkeeper door;
    private final Starting starting;
    private final Runs runs;
    private final Problems problems;
    private final ServerPhase phase;
    private final Duration patience;

    StartRoutes(
            Doorkeeper door,
            Starting starting,
            Runs runs,
            Problems problems,
            ServerPhase phase,
            @ConfigProperty(name = "agent-runner.answer-within", defaultValue = "PT8S")
                    Duration patience) {
        this.door = door;
        this.starting = starting;
        this.runs = runs;
        this.problems = problems;
        this.phase = phase;
        this.patience = patience;
    }

    void register(@Observes Router router) {
        router.post("/runs").order(EARLY).handler(this::one);
        router.post("/runs/batch").order(EARLY).handler(it -> guarded(it, this::batch));
    }

    /** Forms of the dashboard have the same address, and a resource method. */
    private void one(RoutingContext routing) {
        if (!RequestBody.isTaken(routing.request().getHeader("Content-Type"))) {
            routing.next();
            return;
        }
        if (!door.hasRoom()) {
            sendAway(routing);
            return;
        }
        var counted = routing.body().buffer();
        if (counted != null) {
            guarded(routing, it -> one(it, counted));
        } else {
            routing.request().bodyHandler(body -> guarded(routing, it -> one(it, body)));
            routing.request().resume(); // the framework has paused it
        }
    }

    private void one(RoutingContext routing, Buffer body) {
        if (!door.hasRoom()) { // others came while its body did
            sendAway(routing);
            return;
        }
        var request = routing.request();
        QueryParameter.refuseUnknown(routing.queryParams().names(), Set.of());
        var key = IdempotencyHeader.value(request.headers().getAll(IdempotencyHeader.NAME));
        var wait = Prefer.wait(request.headers().getAll("Prefer"));
        var answer = new StartAnswer(routing, problems, wait);
        var type = request.getHeader("Content-Type");
        var begun = door.in(body.length(), starting.begin(body.getBytes(), type, key));
        var shown = wait.map(it -> begun.thenCompose(run -> runs.await(run, it))).orElse(begun);
        var _ = shown.whenComplete(answer::send);
    }

    private void batch(RoutingContext routing) {
        if (!door.hasRoom()) {
            sendAway(routing);
            return;
        }
        if (phase.current() != ServerPhase.Phase.SERVING) {
            throw new Engine.Draining();
        }
        QueryParameter.refuseUnknown(routing.queryParams().names(), Set.of());
        if (!Lines.areNamedBy(routing.request().getHeader("Content-Type"))) {
            throw new Problem(
                    ProblemType.UNSUPPORTED,
                    "A batch has a start on each line: send Content-Type: application/x-ndjson.");
        }
        var headers = routing.request().headers();
        var key = IdempotencyHeader.value(headers.getAll(IdempotencyHeader.NAME));
        new Batch(routing, BatchStarts.of(starting, door, key), problems, patience).begin();
    }

    /** Its body is passed over, which is cheaper than another connection. */
    private void sendAway(RoutingContext routing) {
        routing.request().resume();
        problems.answer(routing, door.refusal());
    }

    private void guarded(RoutingContext routing, Consumer<RoutingContext> action) {
        try {
            action.accept(routing);
        } catch (RuntimeException refused) {
            if (!routing.request().isEnded()) {
                // The body stays unread, so the connection can't take another request.
                routing.response().putHeader("Connection", "close");
            }
            problems.answer(routing, refused);
        }
    }
}
