package io.agentrunner.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes a problem of whatever went wrong, the same at every door. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private final List<Translation> translations;

    public Problems(List<Translation> translations) {
        this.translations = List.copyOf(translations);
    }

    /** Knows what the failures of one feature mean to a client. */
    public interface Translation {
        Optional<Problem> translate(Throwable failure);
    }

    /** The problem behind a failure. One that nobody foresaw is logged and tells nothing. */
    public Problem of(Throwable failure, String request) {
        var cause = unwrapped(failure);
        return known(cause)
                .orElseGet(
                        () -> {
                            LOG.errorf(cause, "%s failed", request);
                            return new Problem(ProblemType.FAILED, ProblemType.FAILED.remedy());
                        });
    }

    /** The document that a problem is to programs; {@code instance} is the path of the request. */
    public String document(Problem problem, String instance) {
        return new ProblemDocument(problem, instance).json();
    }

    /** Answers a request that is not in the hands of a resource method. */
    public void answer(RoutingContext context, Throwable failure) {
        var request = context.request();
        var problem = of(failure, request.method() + " " + request.path());
        var document = new ProblemDocument(problem, String.valueOf(request.path()));
        var response = context.response();
        if (response.ended() || response.headWritten()) {
            response.reset();
            return;
        }
        boolean html = Accept.prefersHtml(request.getHeader(HttpHeaders.ACCEPT));
        response.setStatusCode(problem.type().status());
        response.putHeader("Content-Type", html ? ProblemDocument.HTML : ProblemDocument.JSON);
        response.putHeader("Cache-Control", "no-store");
        if (problem.type().passesByItself()) {
            response.putHeader("Retry-After", problem.retryAfterSeconds());
        }
        response.end(html ? document.html() : document.json());
    }

    /** A problem for an answer that a framework gives by its status alone. */
    static Optional<Problem> ofStatus(int status, @Nullable String detail) {
        return ProblemType.ofStatus(status)
                .map(type -> new Problem(type, detail == null ? type.remedy() : detail));
    }

    private Optional<Problem> known(Throwable cause) {
        return switch (cause) {
            case Problem problem -> Optional.of(problem);
            case JsonProcessingException json -> Optional.of(JsonBody.malformed(json));
            case WebApplicationException web -> ofStatus(web.getResponse().getStatus(), null);
            default ->
                    translations.stream()
                            .flatMap(translation -> translation.translate(cause).stream())
                            .findFirst();
        };
    }

    private static Throwable unwrapped(Throwable failure) {
        var cause = failure.getCause();
        boolean wrapped =
                failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && cause != null ? unwrapped(cause) : failure;
    }
}
