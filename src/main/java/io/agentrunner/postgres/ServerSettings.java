package io.agentrunner.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The embedded server's configuration file, which also remembers its port from one start to the
 * next.
 */
record ServerSettings(Path file) {
    private static final Pattern PORT = Pattern.compile("(?m)^port = ([0-9]+)$");

    /**
     * The port of the last start if nobody took it meanwhile, so that addresses people wrote down
     * stay true.
     */
    int port() {
        return formerPort().filter(ServerSettings::isFree).orElseGet(ServerSettings::freePort);
    }

    void write(int port) {
        try {
            Files.writeString(file, settings(port));
        } catch (IOException e) {
            throw Refusal.of(file, e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DatabaseUnusable("No port is free on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    private static String settings(int port) {
        return """
        # Written anew by agent-runner at each start. To change something for good:
        # ALTER SYSTEM SET name = value, which goes to postgresql.auto.conf and wins over this file.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        password_encryption = 'scram-sha-256'

        fsync = on
        synchronous_commit = on
        full_page_writes = on
        max_wal_size = '1GB'
        checkpoint_timeout = '15min'

        # for a small machine that does other things too
        shared_buffers = '128MB'
        random_page_cost = 1.1
        jit = off
        max_parallel_workers_per_gather = 0
        io_method = sync

        timezone = 'UTC'
        log_timezone = 'UTC'
        log_checkpoints = off
        # DETAIL lines show rows, and rows hold what users wrote
        log_error_verbosity = terse
        log_min_error_statement = panic
        # clients hear of their own errors; here they would only fill the disk
        log_min_messages = log
        """
                .formatted(port);
    }

    private Optional<Integer> formerPort() {
        try {
            var found = PORT.matcher(Files.readString(file));
            return found.find() ? Optional.of(Integer.parseInt(found.group(1))) : Optional.empty();
        } catch (IOException e) {
            throw Refusal.of(file, e);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
