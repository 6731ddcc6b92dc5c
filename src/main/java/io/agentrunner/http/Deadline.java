package io.agentrunner.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Answers for whoever does not: a client hears something in time, whatever its request waits for.
 * What was asked for goes on, since nobody here knows how far it has come.
 */
final class Deadline {

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    private final Duration atMost;
    private final Problems problems;
    private final Set<Waiting> unanswered = ConcurrentHashMap.newKeySet();

    /**
     * The time in which an answer begins, and longer where the client would wait longer. Looks now
     * and then who waits too long: a timer for each request would cost more than many of them do.
     */
    Deadline(Vertx vertx, Duration atMost, Problems problems) {
        this.atMost = atMost;
        this.problems = problems;
        vertx.setPeriodic(lookEvery(atMost).toMillis(), _ -> look());
    }

    private static Duration lookEvery(Duration atMost) {
        var often = atMost.dividedBy(8);
        return often.compareTo(LONGEST_LOOK) > 0
                ? LONGEST_LOOK
                : often.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : often;
    }

    /** A request without an answer; equal to itself alone. */
    private static final class Waiting {
        final RoutingContext routing;
        final Context loop;
        final long millis;
        volatile long since = System.nanoTime();

        Waiting(RoutingContext routing, long millis) {
            this.routing = routing;
            this.loop = routing.vertx().getOrCreateContext();
            this.millis = millis;
        }

        boolean isOverdue() {
            return System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    void watch(RoutingContext routing) {
        var patience = Prefer.wait(routing.request().headers().getAll("Prefer"));
        long millis = atMost.plus(patience.orElse(Duration.ZERO)).toMillis();
        var waiting = new Waiting(routing, millis);
        unanswered.add(waiting);
        routing.addHeadersEndHandler(_ -> unanswered.remove(waiting));
    }

    private void look() {
        unanswered.removeIf(waiting -> waiting.routing.response().closed());
        for (var waiting : unanswered) {
            if (waiting.isOverdue()) {
                waiting.loop.runOnContext(_ -> over(waiting));
            }
        }
    }

    private void over(Waiting waiting) {
        var response = waiting.routing.response();
        if (response.headWritten() || response.closed()) {
            unanswered.remove(waiting);
        } else if (isStillSent(waiting.routing.request())) {
            waiting.since = System.nanoTime();
        } else if (waiting.isOverdue()) {
            problems.answer(waiting.routing, overdue(waiting.millis));
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
