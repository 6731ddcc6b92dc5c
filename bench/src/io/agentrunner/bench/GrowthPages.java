package io.agentrunner.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long lists and pages take, one asked for after the other. */
final class GrowthPages {

    private static final int FEWEST = 3;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Door server;
    private final Map<String, String> paths = new LinkedHashMap<>();

    GrowthPages(Door server, String run) {
        this.server = server;
        paths.put("run, JSON", "/runs/" + run);
        paths.put("run, events", "/runs/" + run + "/events");
        paths.put("run, page", "/runs/" + run + "?");
        list("all", "");
        paths.put("list, page", "/runs?");
        list("workflow", "workflow=three-steps");
        list("workflow without runs", "workflow=nothing");
        list("COMPLETED", "state=COMPLETED");
        list("FAILED", "state=FAILED");
        list("FAILED of a workflow", "state=FAILED&workflow=other-3");
        list("RUNNING", "state=RUNNING");
        list("WAITING", "state=WAITING");
        list("CANCELED, of which there are none", "state=CANCELED");
        list("reason", "reason=SIGNAL");
        list("reason that none has", "reason=APPROVAL");
        list("a frequent tag", "tag=eu");
        list("a rare tag", "tag=customer-17");
        list("a tag that none has", "tag=nothing");
        list("parent", "parent=" + run);
        var middle = encoded(Instant.now().minus(28, ChronoUnit.DAYS).toString());
        list("created after", "createdAfter=" + middle);
        list("created before", "createdBefore=" + middle);
        list("q, id", "q=" + run.substring(0, 18));
        list("q, frequent", "q=three");
        list("q, rare", "q=customer-17");
        list("q, found nowhere", "q=nothing");
    }

    private void list(String name, String query) {
        paths.put("list, " + name, "/runs?limit=50" + (query.isEmpty() ? "" : "&" + query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Asks for all of them, and returns how long each took each time, in milliseconds. */
    Map<String, double[]> measure(int times) throws IOException, InterruptedException {
        var all = new LinkedHashMap<String, double[]>();
        for (var path : paths.entrySet()) {
            var accept = path.getKey().endsWith("page") ? "text/html" : "application/json";
            all.put(path.getKey(), measure(path.getValue(), accept, times));
        }
        return all;
    }

    private double[] measure(String path, String accept, int times)
            throws IOException, InterruptedException {
        var each = new double[times];
        long begun = System.nanoTime();
        int done = 0;
        while (done < times && (done < FEWEST || System.nanoTime() - begun < PATIENCE)) {
            long since = System.nanoTime();
            get(path, accept);
            each[done++] = (System.nanoTime() - since) / 1e6;
        }
        return Arrays.copyOf(each, done);
    }

    private void get(String path, String accept) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.address(path)).header("Accept", accept).build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
