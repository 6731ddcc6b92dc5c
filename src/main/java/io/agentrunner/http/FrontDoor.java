package io.agentrunner.http;

import static io.vertx.core.http.HttpHeaders.CONTENT_TYPE;

import io.agentrunner.http.Gate.Caller;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Stands before everything this server answers. */
@ApplicationScoped
class FrontDoor {

    private static final int FIRST = 10_000;

    /** For bodies that don't say how large they are: counted while they are read. */
    private final BodyHandler counted = BodyHandler.create(false).setBodyLimit(BodySize.LIMIT);

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
        var caller = Caller.of(context.request());
        var path = String.valueOf(context.request().path());
        context.addHeadersEndHandler(
                _ -> SecurityHeaders.complete(path, context.response().headers()));
        try {
            gate.admit(caller);
            RequestHead.check(context.request());
        } catch (Problem problem) {
            // The body stays unread, so the connection can't take another request.
            context.response().putHeader("Connection", "close");
            problems.answer(context, problem);
            return;
        }
        deadline.watch(context);
        nameType(context.request());
        if (caller.chunked() && !caller.isForm() && !caller.isLines()) {
            counted.handle(context);
        } else {
            context.next();
        }
    }

    /** What comes without a type has no body and is no form: programs ask like that. */
    private static void nameType(HttpServerRequest request) {
        var headers = request.headers();
        if (!request.method().equals(HttpMethod.GET) && !headers.contains(CONTENT_TYPE)) {
            headers.set(CONTENT_TYPE, "application/json");
        }
    }

    private void failed(RoutingContext context) {
        var failure = context.failure();
        int status = context.statusCode();
        if (status == ProblemType.TOO_LARGE.status()) {
            problems.answer(context, BodySize.tooLarge(context.request().bytesRead()));
            return;
        }
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
