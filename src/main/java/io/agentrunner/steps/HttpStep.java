package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * {@code http}: makes one request and takes what is answered. It carries the same {@code
 * Idempotency-Key} in every attempt, follows no redirect, and a stop ends the exchange at once.
 */
public final class HttpStep implements StepExecutor {

    static final int LARGEST_BODY = 10 * 1024 * 1024;
    private static final int SHOWN = 4096;
    private static final int SHOWN_LINE = 300;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
    private final Templates templates;
    private final Secrets secrets;
    private final Outcomes outcomes;

    public HttpStep(Templates templates, Secrets secrets) {
        this.templates = templates;
        this.secrets = secrets;
        this.outcomes = new Outcomes(secrets);
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public int limit() {
        return 1000;
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        return outcomes.of(
                () -> call(task, new HttpCall(Settings.of(task, templates).required("request"))));
    }

    private Outcome call(StepTask task, HttpCall call) throws IOException, InterruptedException {
        var request = call.request(task.idempotencyKey());
        var exchange = client.sendAsync(request, _ -> new BoundedBody(LARGEST_BODY));
        task.stop().whenGiven(() -> exchange.cancel(true));
        try {
            return outcome(call, new HttpAnswer(exchange.get(), secrets));
        } catch (CancellationException stopped) {
            return new Outcome.Stopped(List.of());
        } catch (ExecutionException broken) {
            return task.stop().isGiven()
                    ? new Outcome.Stopped(List.of())
                    : outcomes.failed(unreachable(call, broken), List.of());
        } finally {
            end(exchange);
        }
    }

    private Outcome outcome(HttpCall call, HttpAnswer answer) throws IOException {
        if (answer.status() >= 400) {
            throw new StepFailed(
                    "HTTP_" + answer.status(),
                    "%s answered %d: %s"
                            .formatted(call.name(), answer.status(), answer.firstLine(SHOWN_LINE)),
                    answer.jsonWithStart(SHOWN));
        }
        if (!answer.isWhole()) {
            throw new StepFailed(
                    "BODY_TOO_LARGE",
                    call.name() + " answered with more than " + LARGEST_BODY + " bytes");
        }
        return outcomes.completed(answer.json(), List.of());
    }

    private static StepFailed unreachable(HttpCall call, ExecutionException broken) {
        var cause = broken.getCause();
        if (!(cause instanceof IOException)) {
            throw new IllegalStateException(call.name() + " failed: " + cause, cause);
        }
        return new StepFailed(
                "HTTP_UNREACHABLE", call.name() + " got no answer: " + Text.reason(cause));
    }

    /** An interrupted attempt leaves no exchange behind; one that is over doesn't mind. */
    private static void end(CompletableFuture<HttpResponse<BoundedBody.Body>> exchange) {
        exchange.cancel(true);
    }
}
