package io.agentrunner.http;

import io.agentrunner.http.Gate.Caller;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Stands before everything this server answers. */
@ApplicationScoped
class FrontDoor {

    private static final int FIRST = 10_000;

    private final Gate gate;
    private final Deadline deadline;
    private final Problems problems;

    FrontDoor(Gate gate, Deadline deadline, Problems problems) {
        this.gate = gate;
        this.deadline = deadline;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FIRST);
    }

    /** What fails outside a resource method, such as a path that can't be decoded. */
    void register(@Observes Router router) {
        router.route().failureHandler(this::failed);
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        var path = String.valueOf(request.path());
        context.addHeadersEndHandler(
                _ -> SecurityHeaders.complete(path, context.response().headers()));
        try {
            gate.admit(Caller.of(request));
        } catch (Problem problem) {
            // The body stays unread, so the connection can't take another request.
            context.response().putHeader("Connection", "close");
            problems.answer(context, problem);
            return;
        }
        deadline.watch(context);
        context.next();
    }

    private void failed(RoutingContext context) {
        var failure = context.failure();
        int status = context.statusCode();
        // A request that the framework refuses by itself, such as one without a Host.
        boolean refused = status >= 400 && status < 500 && !(failure instanceof Problem);
        var cause =
                failure != null && !refused
                        ? failure
                        : Problems.ofStatus(status, null)
                                .orElseGet(() -> new Problem(ProblemType.FAILED, ""));
        problems.answer(context, cause);
    }
}
