package io.agentrunner.runs;

import io.agentrunner.http.Json;
import io.agentrunner.http.Prefer;
import io.agentrunner.http.Problems;
import io.agentrunner.runs.Starting.Begun;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to one request that starts a run; made where its connection is at home. */
final class StartAnswer {

    private final RoutingContext routing;
    private final Context loop;
    private final Problems problems;
    private final Optional<Duration> wait;

    /** To a client that would wait so long for the run's end. */
    StartAnswer(RoutingContext routing, Problems problems, Optional<Duration> wait) {
        this.routing = routing;
        this.loop = routing.vertx().getOrCreateContext();
        this.problems = problems;
        this.wait = wait;
    }

    /** From any thread. */
    void send(@Nullable Begun begun, @Nullable Throwable failure) {
        loop.runOnContext(
                _ -> {
                    if (routing.response().ended() || routing.response().closed()) {
                        return; // the deadline has answered, or nobody listens any more
                    }
                    if (failure != null) {
                        problems.answer(routing, failure);
                    } else if (begun != null) {
                        sendOrSayWhy(begun);
                    }
                });
    }

    private void sendOrSayWhy(Begun begun) {
        try {
            send(begun);
        } catch (RuntimeException mistake) {
            problems.answer(routing, mistake);
        }
    }

    private void send(Begun begun) {
        var response = routing.response();
        response.setStatusCode(begun.replayed() ? 200 : 201);
        response.putHeader("Content-Type", "application/json;charset=UTF-8");
        response.putHeader("Location", "/runs/" + begun.run().id());
        if (begun.replayed()) {
            response.putHeader(IdempotencyHeader.REPLAYED, "true");
        }
        wait.ifPresent(it -> response.putHeader("Preference-Applied", Prefer.applied(it)));
        response.end(Buffer.buffer(Json.bytes(RunView.of(begun.run(), begun.workflow()))));
    }
}
