package io.agentrunner.bench;

import io.agentrunner.bench.KeepAlive.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Connections to one server, each of which starts a run, gets its answer and starts the next. */
final class HttpLoad implements AutoCloseable {

    private static final String JSON = "Content-Type: application/json\r\n";

    private final NetClient client;
    private final Queue<KeepAlive> idle = new ConcurrentLinkedQueue<>();

    private HttpLoad(NetClient client) {
        this.client = client;
    }

    static HttpLoad open(Vertx vertx, Door door, int connections) {
        var load = new HttpLoad(vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)));
        Stream.generate(() -> KeepAlive.open(load.client, door.port()))
                .limit(connections)
                .map(it -> it.toCompletionStage().toCompletableFuture().join())
                .forEach(load.idle::add);
        return load;
    }

    /** The request for a run that is answered at its end. */
    static Buffer awaited(Blueprint blueprint) {
        return KeepAlive.request("/runs", JSON + "Prefer: wait=30\r\n", start(blueprint));
    }

    /** The request for a run that is answered when that is durable. */
    static Buffer started(Blueprint blueprint) {
        return KeepAlive.request("/runs", JSON, start(blueprint));
    }

    static String start(Blueprint blueprint) {
        return "{\"workflow\":\"%s\"}".formatted(blueprint.name());
    }

    static boolean isCompleted(Answer answer) {
        return answer.status() == 201 && answer.body().contains("\"state\":\"COMPLETED\"");
    }

    /** As many at a time as there are connections; fails for another answer than the right one. */
    CompletionStage<Answer> ask(Buffer request, Predicate<Answer> right) {
        return answered(request)
                .compose(
                        answer ->
                                right.test(answer)
                                        ? Future.succeededFuture(answer)
                                        : Future.failedFuture(wrong(answer)))
                .toCompletionStage();
    }

    private Future<Answer> answered(Buffer request) {
        var connection = idle.poll();
        if (connection == null) {
            return Future.failedFuture(new IllegalStateException("all connections are in use"));
        }
        return connection.ask(request).onSuccess(_ -> idle.add(connection));
    }

    private static IOException wrong(Answer answer) {
        return new IOException("the server answered " + answer.status() + " " + answer.body());
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
    }
}
