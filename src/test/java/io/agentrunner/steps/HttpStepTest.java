package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpStepTest {

    private final HttpStep step = new HttpStep(new CelTemplates(), TestTask.SECRETS);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome call(String request) throws Exception {
        return step.execute(task(request).task());
    }

    private static TestTask task(String request) {
        return TestTask.of("{\"request\": " + request + "}").inputs("{\"total\": 1.50}");
    }

    @Test
    void json_goes_out_and_comes_back_with_the_key_of_the_step() throws Exception {
        answer(
                "/charge",
                exchange -> {
                    var headers = exchange.getRequestHeaders();
                    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    var seen =
                            "{\"method\": \"%s\", \"key\": \"%s\", \"type\": \"%s\", \"body\": %s}"
                                    .formatted(
                                            exchange.getRequestMethod(),
                                            headers.getFirst("Idempotency-Key"),
                                            headers.getFirst("Content-Type"),
                                            body);
                    send(exchange, 201, "application/json; charset=utf-8", seen);
                });
        var task =
                task(
                        "{\"method\": \"post\", \"url\": \"%s\", \"body\": {\"a\": \"${inputs.total}\"}}"
                                .formatted(url("/charge")));
        var result = Ended.result(step.execute(task.task()));
        assertThat(result.get("status").intValue()).isEqualTo(201);
        assertThat(result.get("headers").get("content-type").textValue()).contains("json");
        assertThat(result.get("body"))
                .isEqualTo(
                        Json.parse(
                                """
                                {"method": "POST", "key": "%s/work/1", "type": "application/json", "body": {"a": 1.50}}
                                """
                                        .formatted(task.run())));
    }

    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    @Test
    void another_type_stays_text_in_its_own_charset() throws Exception {
        answer(
                "/t",
                it -> send(it, 200, "text/plain; charset=iso-8859-1", new byte[] {(byte) 0xE9}));
        assertThat(Ended.result(call("{\"url\": \"" + url("/t") + "\"}")).get("body").textValue())
                .isEqualTo("é");
    }

    @Test
    void no_body_is_null_and_mislabelled_json_is_text() throws Exception {
        answer("/none", it -> send(it, 204, "application/json", ""));
        answer("/bad", it -> send(it, 200, "application/json", "{oops"));
        assertThat(Ended.result(call("{\"url\": \"" + url("/none") + "\"}")).get("body").isNull())
                .isTrue();
        assertThat(Ended.result(call("{\"url\": \"" + url("/bad") + "\"}")).get("body").textValue())
                .isEqualTo("{oops");
    }

    @Test
    void a_redirect_is_a_result_and_not_followed() throws Exception {
        answer(
                "/here",
                it -> {
                    it.getResponseHeaders().set("Location", "/there");
                    send(it, 302, "text/plain", "");
                });
        var result = Ended.result(call("{\"url\": \"" + url("/here") + "\"}"));
        assertThat(result.get("status").intValue()).isEqualTo(302);
        assertThat(result.get("headers").get("location").textValue()).isEqualTo("/there");
    }

    @Test
    void a_refusal_fails_under_its_status_with_the_start_of_what_was_said() throws Exception {
        answer(
                "/no",
                it ->
                        send(
                                it,
                                404,
                                "application/json",
                                "{\"why\": \"gone, s3cret-\\\"token\\\"\"}"));
        var failure = Ended.failure(call("{\"url\": \"" + url("/no") + "\"}"));
        assertThat(failure.code()).isEqualTo("HTTP_404");
        assertThat(failure.message()).startsWith("GET " + url("/no") + " answered 404: {\"why\"");
        assertThat(Json.parse(String.valueOf(failure.details())).at("/body/why").textValue())
                .isEqualTo("gone, ***");
    }

    @Test
    void half_a_secret_is_not_shown_where_a_long_answer_is_cut() throws Exception {
        var body = "x".repeat(290) + "s3cret-\"token\"" + "y".repeat(5000);
        answer("/long", it -> send(it, 500, "text/plain", body));
        var failure = Ended.failure(call("{\"url\": \"" + url("/long") + "\"}"));
        assertThat(failure.toString()).contains("***").doesNotContain("s3cret");
    }

    @Test
    void a_body_beyond_the_limit_is_not_taken() throws Exception {
        answer("/big", it -> send(it, 200, "text/plain", new byte[HttpStep.LARGEST_BODY + 1]));
        answer("/just", it -> send(it, 200, "text/plain", "x".repeat(HttpStep.LARGEST_BODY)));
        assertThat(Ended.failure(call("{\"url\": \"" + url("/big") + "\"}")).code())
                .isEqualTo("BODY_TOO_LARGE");
        assertThat(Ended.large(call("{\"url\": \"" + url("/just") + "\"}")).get("body").textValue())
                .hasSize(HttpStep.LARGEST_BODY);
    }

    @Test
    void nobody_there_is_unreachable() throws Exception {
        int port;
        try (var taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        var failure = Ended.failure(call("{\"url\": \"http://127.0.0.1:" + port + "/\"}"));
        assertThat(failure.code()).isEqualTo("HTTP_UNREACHABLE");
        assertThat(failure.message()).contains("127.0.0.1:" + port, "got no answer");
    }

    @Test
    void a_stop_ends_the_exchange_at_once() throws Exception {
        var asked = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        answer(
                "/slow",
                it -> {
                    asked.countDown();
                    awaitQuietly(over);
                });
        var task = task("{\"url\": \"" + url("/slow") + "\"}");
        var outcome = CompletableFuture.supplyAsync(() -> execute(task));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        task.stop().give();
        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(20))
                .isInstanceOf(Outcome.Stopped.class);
        over.countDown();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"method": "GET"}                                              | request.url
                    {"url": "ftp://example.org/"}                                  | request.url
                    {"url": "not a url"}                                           | request.url
                    {"url": "http://127.0.0.1:1/", "method": "G T"}                | request.method
                    {"url": "http://127.0.0.1:1/", "headers": {"Host": "x"}}       | request.headers.Host
                    {"url": "http://127.0.0.1:1/", "headers": {"X": "a\\nb: c"}}    | request.headers.X
                    {"url": "http://127.0.0.1:1/", "headers": []}                  | request.headers
                    "http://127.0.0.1:1/"                                          | request
                    """)
    void what_can_not_be_sent_is_named(String request, String field) throws Exception {
        var failure = Ended.failure(call(request));
        assertThat(failure.code()).isEqualTo("SETTINGS");
        assertThat(failure.message()).startsWith(field + " ");
    }

    private Outcome execute(TestTask task) {
        try {
            return step.execute(task.task());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
