package io.agentrunner.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Answers for whoever does not: a client hears something in time, whatever its request waits for.
 * What was asked for goes on, since nobody here knows how far it has come.
 */
final class Deadline {

    private final Duration atMost;
    private final Problems problems;

    /** The time in which an answer begins, and longer where the client would wait longer. */
    Deadline(Duration atMost, Problems problems) {
        this.atMost = atMost;
        this.problems = problems;
    }

    void watch(RoutingContext routing) {
        var patience = Prefer.wait(routing.request().headers().getAll("Prefer"));
        long millis = atMost.plus(patience.orElse(Duration.ZERO)).toMillis();
        begin(routing, millis);
    }

    private void begin(RoutingContext routing, long millis) {
        var vertx = routing.vertx();
        long timer = vertx.setTimer(millis, _ -> over(routing, millis));
        routing.addHeadersEndHandler(_ -> vertx.cancelTimer(timer));
    }

    private void over(RoutingContext routing, long millis) {
        var response = routing.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        if (isStillSent(routing.request())) {
            begin(routing, millis);
        } else {
            problems.answer(routing, overdue(millis));
        }
    }

    /** A client that takes its time over the body waits for nothing here. */
    private static boolean isStillSent(HttpServerRequest request) {
        return Gate.Caller.of(request).hasBody() && !request.isEnded();
    }

    private static Problem overdue(long millis) {
        return new Problem(
                ProblemType.UNAVAILABLE,
                ("There was no answer within %d ms; the database may be silent. What was asked for"
                                + " may still be done: ask for it again with the same"
                                + " Idempotency-Key, or look first.")
                        .formatted(millis));
    }
}
