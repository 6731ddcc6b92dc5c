package io.agentrunner.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes every connection, reads nothing and never answers. */
final class MuteServer implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final ServerSocket socket;
    private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();

    private MuteServer(ServerSocket socket) {
        this.socket = socket;
    }

    static MuteServer open() throws IOException {
        var server = new MuteServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().start(server::take);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void take() {
        try {
            while (true) {
                taken.add(socket.accept());
            }
        } catch (IOException closed) {
            // as it should be
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var connection : taken) {
            connection.close();
        }
    }
}
