import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How late runs wake whose wait is left to the database: {@code java bench/WakeLateness.java
 * http://127.0.0.1:8080 [runs]}. Each sleeps for some 6 to 20 seconds; what counts is the time from
 * the end of its wait, as the run says it, to the event with which it goes on.
 */
public final class WakeLateness {

    private static final Pattern UNTIL = Pattern.compile("\"until\":\"([^\"]+)\"");
    private static final Pattern RESUMED =
            Pattern.compile("\"type\":\"step.resumed\",\"at\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    private WakeLateness(URI server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        new WakeLateness(URI.create(arguments[0])).measure(runs);
    }

    private void measure(int runs) throws IOException, InterruptedException {
        send(
                "/workflows",
                """
                {"name": "nap", "timeline": ["rest"],
                 "inputs": {"type": "object", "properties": {"for": {"type": "string"}}},
                 "steps": {"rest": {"type": "sleep", "for": "${inputs.for}"}}}
                """);
        var random = new Random(1);
        var ids = new ArrayList<String>();
        for (int i = 0; i < runs; i++) {
            var nap = String.format(Locale.ROOT, "PT%.3fS", 6 + 14 * random.nextDouble());
            var body = "{\"workflow\": \"nap\", \"inputs\": {\"for\": \"%s\"}}".formatted(nap);
            ids.add(found("\"id\":\"([^\"]+)\"", send("/runs", body)));
        }
        var late = new ArrayList<Long>();
        for (var id : ids) {
            late.add(lateness(id));
        }
        late.sort(null);
        System.out.printf(
                "%d waits left to the database end late by: median %d ms, p99 %d ms, max %d ms%n",
                runs, late.get(runs / 2), late.get(runs * 99 / 100), late.getLast());
    }

    private long lateness(String run) throws IOException, InterruptedException {
        var wait = HttpRequest.newBuilder(server.resolve("/runs/" + run)).header("Prefer", "wait=30");
        var ended = client.send(wait.build(), BodyHandlers.ofString()).body();
        if (!ended.contains("\"state\":\"COMPLETED\"")) {
            throw new IllegalStateException(ended);
        }
        var events = HttpRequest.newBuilder(server.resolve("/runs/" + run + "/events")).build();
        var text = client.send(events, BodyHandlers.ofString()).body();
        var due = Instant.parse(found(UNTIL.pattern(), text));
        return Duration.between(due, Instant.parse(found(RESUMED.pattern(), text))).toMillis();
    }

    private String send(String path, String body) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String found(String pattern, String text) {
        List<String> all =
                Pattern.compile(pattern)
                        .matcher(text)
                        .results()
                        .map((MatchResult it) -> it.group(1))
                        .toList();
        if (all.isEmpty()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return all.getFirst();
    }
}
