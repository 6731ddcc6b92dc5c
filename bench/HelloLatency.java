import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

/**
 * How long a run of {@code hello} takes for a client that waits for its end, one at a time on one
 * connection: {@code java bench/HelloLatency.java http://127.0.0.1:8080 [runs] [warm-up]}.
 */
public final class HelloLatency {

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var server = URI.create(arguments[0]);
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        int warmUp = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3_000;
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var request =
                HttpRequest.newBuilder(server.resolve("/runs"))
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=10")
                        .POST(BodyPublishers.ofString("{\"workflow\": \"hello\"}"))
                        .build();
        for (int i = 0; i < warmUp; i++) {
            run(client, request);
        }
        var micros = new long[runs];
        for (int i = 0; i < runs; i++) {
            micros[i] = run(client, request);
        }
        Arrays.sort(micros);
        System.out.printf(
                "hello, one at a time, %d runs: p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                runs,
                micros[runs / 2] / 1e3,
                micros[runs * 99 / 100] / 1e3,
                micros[runs - 1] / 1e3);
    }

    private static long run(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        var answer = client.send(request, BodyHandlers.ofString());
        long micros = (System.nanoTime() - began) / 1_000;
        if (!answer.body().contains("\"state\":\"COMPLETED\"")) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return micros;
    }
}
