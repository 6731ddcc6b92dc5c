package io.agentrunner.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server that asks one thing after the other and reads no more of an answer
 * than it must: a load that leaves the machine to what is measured.
 */
final class KeepAlive {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "content-length:";

    private final NetSocket socket;
    private Buffer read = Buffer.buffer();
    private @Nullable Promise<Answer> asked;
    private int status;
    private int from;
    private int to;

    /** A status and what came with it. */
    record Answer(int status, String body) {}

    private KeepAlive(NetSocket socket) {
        this.socket = socket;
    }

    static Future<KeepAlive> open(NetClient client, int port) {
        return client.connect(port, "127.0.0.1").map(KeepAlive::on);
    }

    private static KeepAlive on(NetSocket socket) {
        var connection = new KeepAlive(socket);
        socket.handler(connection::take);
        socket.closeHandler(_ -> connection.fail(new IOException("the server hung up")));
        socket.exceptionHandler(connection::fail);
        return connection;
    }

    /**
     * What to send to have that done.
     *
     * @param headers whole lines, none or more
     */
    static Buffer request(String path, String headers, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(
                        """
                        POST %s HTTP/1.1\r
                        Host: 127.0.0.1\r
                        %sContent-Length: %d\r
                        \r
                        """
                                .formatted(path, headers, bytes.length))
                .appendBytes(bytes);
    }

    /** Asks; nobody asks again before the answer. */
    Future<Answer> ask(Buffer request) {
        Promise<Answer> promise = Promise.promise();
        asked = promise;
        to = -1;
        socket.write(request).onFailure(this::fail);
        return promise.future();
    }

    private void take(Buffer part) {
        read = read.length() == 0 ? part : read.appendBuffer(part);
        if (to < 0 && !readHead()) {
            return;
        }
        var waiting = asked;
        if (read.length() >= to && waiting != null) {
            var answer = new Answer(status, read.getString(from, to));
            read = Buffer.buffer();
            asked = null;
            waiting.complete(answer);
        }
    }

    private boolean readHead() {
        var text = read.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            return false;
        }
        var head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
        int length = head.indexOf(LENGTH);
        if (length < 0) {
            fail(new IOException("an answer without Content-Length: " + head));
            return false;
        }
        int value = length + LENGTH.length();
        status = Integer.parseInt(head, 9, 12, 10);
        from = end + END_OF_HEAD.length();
        to = from + Integer.parseInt(head.substring(value, head.indexOf('\r', value)).strip());
        return true;
    }

    private void fail(Throwable failure) {
        var waiting = asked;
        asked = null;
        if (waiting != null) {
            waiting.tryFail(failure);
        }
    }
}
