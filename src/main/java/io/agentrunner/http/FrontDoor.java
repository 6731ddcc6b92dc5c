package io.agentrunner.http;

import io.agentrunner.http.Gate.Caller;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Stands before everything this server answers. */
@ApplicationScoped
class FrontDoor {

    private static final int FIRST = 10_000;

    private final Gate gate;
    private final Problems problems;

    FrontDoor(Gate gate, Problems problems) {
        this.gate = gate;
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
            gate.admit(caller(request));
        } catch (Problem problem) {
            // The body stays unread, so the connection can't take another request.
            context.response().putHeader("Connection", "close");
            problems.answer(context, problem);
            return;
        }
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

    private static Caller caller(HttpServerRequest request) {
        return new Caller(
                request.method().name(),
                request.authority(),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Content-Type"),
                request.getHeader("Content-Length"),
                request.headers().contains("Transfer-Encoding"));
    }
}
