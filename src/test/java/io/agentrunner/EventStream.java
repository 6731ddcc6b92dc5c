package io.agentrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * One connection to a live stream, heard from the moment it is opened: what the journal has, in the
 * order in which it came.
 */
final class EventStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Stream<String> lines;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** An event by the number it has in its run. */
    record Seen(String run, long seq, String type) {

        static Seen of(JsonNode event) {
            return new Seen(
                    event.path("runId").asText(),
                    event.path("seq").asLong(),
                    event.path("type").asText());
        }
    }

    private EventStream(URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream").build();
        lines = client.send(request, BodyHandlers.ofLines()).body();
        Thread.ofVirtual().start(this::hear);
    }

    /** Returns when the server has begun to send, so that nothing after this is missed. */
    static EventStream open(URI address) throws IOException, InterruptedException {
        var stream = new EventStream(address);
        stream.open.join();
        return stream;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Completes when the server has said that nothing will follow. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void hear() {
        var hasId = false;
        var type = "";
        try {
            for (var line : (Iterable<String>) lines::iterator) {
                open.complete(null);
                if (line.startsWith("id:")) {
                    hasId = true;
                } else if (line.startsWith("event:")) {
                    type = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:") && hasId) {
                    seen.add(Seen.of(JSON.readTree(line.substring("data:".length()))));
                } else if (line.isEmpty()) {
                    if (type.equals("end")) {
                        ended.complete(null);
                    }
                    hasId = false;
                    type = "";
                }
            }
            ended.completeExceptionally(new IOException("cut"));
        } catch (IOException | UncheckedIOException cut) {
            ended.completeExceptionally(cut);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
