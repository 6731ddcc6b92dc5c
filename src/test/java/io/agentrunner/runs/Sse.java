package io.agentrunner.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads an event stream as a browser does. */
final class Sse implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<java.io.InputStream> response;
    private final BufferedReader reader;
    final List<String> comments = new CopyOnWriteArrayList<>();
    volatile @Nullable String firstLine;
    @Nullable String retry;
    volatile @Nullable String lastId;

    /** One event. */
    record Event(@Nullable String id, String type, String data) {}

    private Sse(HttpRequest request) throws IOException, InterruptedException {
        response = client.send(request, BodyHandlers.ofInputStream());
        reader = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    static Sse open(String path, String... headers) throws IOException, InterruptedException {
        var address = URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
        var request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return new Sse(request.build());
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The next event; null when the stream has ended. */
    @Nullable Event next() throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            firstLine = firstLine == null ? line : firstLine;
            if (line.isEmpty()) {
                var id = fields.get("id");
                lastId = id == null ? lastId : id;
                var data = fields.get("data");
                if (data != null) {
                    return new Event(id, Objects.toString(fields.get("event"), "message"), data);
                }
                fields.clear();
            } else if (line.startsWith(":")) {
                comments.add(line);
            } else {
                int colon = line.indexOf(':');
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
                retry = line.startsWith("retry:") ? line.substring(6).strip() : retry;
            }
        }
        return null;
    }

    /** The events up to and including the first of that kind. */
    List<Event> until(Predicate<Event> last) throws IOException {
        var events = new ArrayList<Event>();
        for (var event = next(); event != null; event = next()) {
            events.add(event);
            if (last.test(event)) {
                return events;
            }
        }
        throw new AssertionError("the stream ended after " + events);
    }

    /** All events to the end of the stream. */
    List<Event> all() throws IOException {
        var events = new ArrayList<Event>();
        for (var event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    /** The same on a thread of its own: what is cut off fails there. */
    List<Event> rest() {
        return unchecked(this::all);
    }

    List<Event> restUntil(Predicate<Event> last) {
        return unchecked(() -> until(last));
    }

    private static <T> T unchecked(Callable<T> reading) {
        try {
            return reading.call();
        } catch (Exception cut) {
            throw new IllegalStateException(cut);
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
        client.shutdownNow();
    }
}
