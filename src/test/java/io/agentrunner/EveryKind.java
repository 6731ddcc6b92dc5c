package io.agentrunner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A workflow with every kind of step that waits, works beside others or makes runs, and the server
 * that its requests go to.
 */
final class EveryKind implements AutoCloseable {

    static final String NAME = "every-kind";

    /** How many runs one of its runs starts. */
    static final int CHILDREN = 3;

    static final String CHILD =
            """
            name: small
            inputs: {type: object, properties: {dir: {type: string}, number: {type: integer}}}
            timeline: [work, rest, double]
            steps:
              work:
            """
                    + shell("work", "sleep 0.1").indent(4)
                    + """
                      rest: {type: sleep, for: PT0.3S, maxCrashes: 100}
                      double: {type: set, value: "${inputs.number * 2}", maxCrashes: 100}
                    """;

    static final String WORKFLOW =
            """
            name: every-kind
            inputs: {type: object, properties: {dir: {type: string}, url: {type: string}}}
            timeline: [plan, make, call, rest, review, listen, fan, each, kids, child, shaky, sum]
            steps:
              plan: {type: set, value: [1, 2, 3, 4, 5, 6], maxCrashes: 100}
              make:
            """
                    + shell("make", "sleep 0.2; echo made").indent(4)
                    + """
                      call:
                        type: http
                        maxCrashes: 100
                        request: {method: POST, url: "${inputs.url}", body: {plan: "${steps.plan}"}}
                      rest: {type: sleep, for: PT0.5S, maxCrashes: 100}
                      review: {type: approval, title: "Go on?", maxCrashes: 100}
                      listen: {type: signal, name: go, maxCrashes: 100}
                      fan:
                        type: parallel
                        maxCrashes: 100
                        steps:
                          rest: {type: sleep, for: PT6S, maxCrashes: 100}
                          ask: {type: approval, title: "In the fan?", maxCrashes: 100}
                          call:
                            type: http
                            maxCrashes: 100
                            request: {method: POST, url: "${inputs.url}", body: {}}
                          make:
                    """
                    + shell("fan.make", "sleep 0.3").indent(12)
                    + """
                      each:
                        type: forEach
                        maxCrashes: 100
                        items: "${steps.plan}"
                        maxParallel: 2
                        step:
                    """
                    + shell("each[${index}]", "sleep 0.1; echo item $STEP").indent(10)
                    + """
                      kids:
                        type: forEach
                        maxCrashes: 100
                        items: [10, 20]
                        step: {type: run, workflow: small, maxCrashes: 100, inputs: {dir: "${inputs.dir}", number: "${item}"}}
                      child: {type: run, workflow: small, maxCrashes: 100, inputs: {dir: "${inputs.dir}", number: 21}}
                      shaky:
                    """
                    + shell(
                                    "shaky",
                                    "echo . >> $DIR/$RUN.tries; [ $(wc -l < $DIR/$RUN.tries) -ge 3 ] || exit 1")
                            .indent(4)
                    + """
                        retry: {maxAttempts: 3, backoff: PT0.4S, factor: 1, jitter: 0}
                      sum:
                        type: set
                        maxCrashes: 100
                        value:
                          made: "${steps.make.stdout}"
                          status: "${steps.call.status}"
                          review: "${steps.review.decision}"
                          listen: "${steps.listen}"
                          fan: ["${steps.fan.ask.decision}", "${steps.fan.call.body}", "${steps.fan.make.exitCode}"]
                          each: "${steps.each.map(it, it.stdout)}"
                          kids: "${steps.kids}"
                          child: "${steps.child}"
                          shaky: "${steps.shaky.exitCode}"
                    """;

    private final HttpServer server;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    /**
     * A request that came.
     *
     * @param key run, step and iteration
     */
    record Request(String key, Instant at) {}

    private EveryKind(HttpServer server) {
        this.server = server;
    }

    static EveryKind open() throws IOException {
        var kinds =
                new EveryKind(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        kinds.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        kinds.server.createContext("/", kinds::answer);
        kinds.server.start();
        return kinds;
    }

    private static String shell(String step, String work) {
        return """
               type: shell
               maxCrashes: 100
               env: {DIR: "${inputs.dir}", RUN: "${run.id}", STEP: "NAME"}
               run: |
               """
                        .replace("NAME", step)
                + Traces.script(work).indent(2);
    }

    /** What starts one. */
    String body(Path traces) {
        return "{\"workflow\": \"%s\", \"inputs\": {\"dir\": \"%s\", \"url\": \"http://127.0.0.1:%d/\"}}"
                .formatted(NAME, traces, server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            requests.add(new Request(String.valueOf(key), Instant.now()));
            Thread.sleep(150);
            var answer = "\"thanks\"".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException whoAskedWasKilled) {
            throw new UncheckedIOException(whoAskedWasKilled);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    int requests() {
        return requests.size();
    }

    /** When that step asked, each time. */
    List<Instant> requests(String run, String step) {
        return requests.stream()
                .filter(it -> it.key().equals(run + "/" + step + "/1"))
                .map(Request::at)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
