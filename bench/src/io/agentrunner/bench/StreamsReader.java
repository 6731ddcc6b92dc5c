package io.agentrunner.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;

/** One client of a live stream, which looks for the time in each event and at nothing else. */
final class StreamsReader {

    private static final byte[] AT = "\"at\":\"".getBytes(US_ASCII);
    private static final byte[] STATUS = "HTTP/1.1 200".getBytes(US_ASCII);
    private static final byte[] HEAD = "\r\n\r\n".getBytes(US_ASCII);

    private final SocketChannel channel;
    private final Heard heard;
    private final StringBuilder time = new StringBuilder(32);
    private int status;
    private int matched;
    private boolean inTime;
    private boolean isOpen;

    /** Told of each event as it arrives. */
    interface Heard {
        void event(long micros);

        void closed();
    }

    private StreamsReader(SocketChannel channel, Heard heard) {
        this.channel = channel;
        this.heard = heard;
    }

    /** Begins to follow what is at that path. */
    static void open(Door door, String path, Selector selector, Heard heard) throws IOException {
        var channel = SocketChannel.open(door.socket());
        var request =
                "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                        .formatted(path);
        channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
        channel.configureBlocking(false);
        var reader = new StreamsReader(channel, heard);
        channel.register(selector, SelectionKey.OP_READ, reader);
    }

    /** Takes what has come. */
    void read(ByteBuffer into) {
        try {
            into.clear();
            int length = channel.read(into);
            if (length < 0) {
                throw new IOException("closed by the server");
            }
            take(into.flip());
        } catch (IOException over) {
            heard.closed();
            close();
        }
    }

    private void take(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (status < STATUS.length) {
                if (next != STATUS[status++]) {
                    throw new IOException("refused by the server");
                }
            } else if (!isOpen) {
                matched = next == HEAD[matched] ? matched + 1 : 0;
                if (matched == HEAD.length) {
                    isOpen = true;
                    matched = 0;
                }
            } else if (inTime) {
                inTime(next);
            } else {
                matched = next == AT[matched] ? matched + 1 : next == AT[0] ? 1 : 0;
                if (matched == AT.length) {
                    matched = 0;
                    inTime = true;
                }
            }
        }
    }

    private void inTime(byte next) {
        if (next != '"') {
            time.append((char) next);
            return;
        }
        var at = Instant.parse(time);
        time.setLength(0);
        inTime = false;
        heard.event(micros(at));
    }

    static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            isOpen = false;
        }
    }
}
