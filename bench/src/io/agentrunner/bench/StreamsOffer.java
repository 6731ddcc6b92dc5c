package io.agentrunner.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Starts runs at a pace of its own, whatever becomes of them; what is late is made up for. */
final class StreamsOffer implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final byte[] CREATED = "HTTP/1.1 201".getBytes(US_ASCII);

    private final Deque<SocketChannel> idle = new ArrayDeque<>();
    private final Selector selector;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocate(64 << 10);
    private long accepted;
    private long refused;

    StreamsOffer(Door door, Blueprint blueprint) throws IOException {
        var body = HttpLoad.start(blueprint);
        this.request =
                ByteBuffer.wrap(
                        ("POST /runs HTTP/1.1\r\n"
                                        + "Host: localhost\r\n"
                                        + "Content-Type: application/json\r\n"
                                        + "Content-Length: "
                                        + body.length()
                                        + "\r\n\r\n"
                                        + body)
                                .getBytes(US_ASCII));
        this.selector = Selector.open();
        for (int i = 0; i < CONNECTIONS; i++) {
            var channel = SocketChannel.open(door.socket());
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            idle.add(channel);
        }
    }

    /** Offers so many a second for that long; returns when it is over. */
    void run(int perSecond, Duration length) throws IOException {
        long began = System.nanoTime();
        long until = began + length.toNanos();
        long sent = 0;
        for (long now = began; now < until; now = System.nanoTime()) {
            long due = (now - began) * perSecond / 1_000_000_000L;
            while (sent < due && !idle.isEmpty()) {
                var channel = idle.remove();
                channel.write(request.rewind());
                sent++;
            }
            selector.select(this::answered, 1);
        }
    }

    long accepted() {
        return accepted;
    }

    long refused() {
        return refused;
    }

    /** An answer to a start is small, and comes at once. */
    private void answered(SelectionKey key) {
        var channel = (SocketChannel) key.channel();
        try {
            answer.clear();
            if (channel.read(answer) < 0) {
                throw new IOException("closed by the server");
            }
        } catch (IOException over) {
            throw new IllegalStateException(over);
        }
        boolean created = true;
        for (int i = 0; i < CREATED.length; i++) {
            created &= answer.get(i) == CREATED[i];
        }
        if (created) {
            accepted++;
        } else {
            refused++;
        }
        idle.add(channel);
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
