package io.agentrunner.runs;

import io.agentrunner.http.BodySize;
import io.agentrunner.http.Json;
import io.agentrunner.http.Lines;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.Problems;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request that starts many runs: a line is a start, begun as it comes and without waiting for
 * those before it, and answered in its turn. Bounded in what is under way: whoever sends more than
 * that, or doesn't read the answers, is no longer read.
 *
 * <p>Everything here happens on the connection's event loop, so nothing is locked.
 */
final class Batch implements Lines.Reader {

    private static final int MOST_OPEN = 2048;
    private static final int MOST_OPEN_BYTES = 4 << 20;
    private static final int PART = 64 << 10;

    /** How often it looks whether others have made room, in milliseconds. */
    private static final long LOOK = 20;

    private static final String PATH = "/runs/batch";

    private final BatchStarts starts;
    private final Problems problems;
    private final Duration patience;
    private final Context loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Lines lines = new Lines((int) BodySize.LIMIT, this);
    private final Deque<BatchLine> open = new ArrayDeque<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private int number;
    private long openBytes;
    private long watch;
    private boolean ended;
    private boolean over;

    /**
     * A batch.
     *
     * @param patience how long the answer to a line may take
     */
    Batch(RoutingContext routing, BatchStarts starts, Problems problems, Duration patience) {
        this.starts = starts;
        this.problems = problems;
        this.patience = patience;
        this.loop = routing.vertx().getOrCreateContext();
        this.request = routing.request();
        this.response = routing.response();
    }

    void begin() {
        response.setChunked(true);
        response.putHeader("Content-Type", "application/x-ndjson");
        // Compressed, an answer would wait for others; this keeps it as it is, and is not sent.
        response.putHeader("Content-Encoding", "identity");
        response.closeHandler(_ -> over());
        response.endHandler(_ -> over()); // also when the deadline has answered
        response.exceptionHandler(_ -> over());
        response.drainHandler(_ -> answer());
        watch = loop.owner().setPeriodic(LOOK, _ -> look());
        request.exceptionHandler(_ -> over()); // cut off: what was half a line is none
        request.endHandler(_ -> ended());
        request.handler(this::take);
        request.resume(); // the framework has paused it
    }

    /** What still comes is passed over, so that the connection can take another request. */
    private void over() {
        over = true;
        open.clear();
        loop.owner().cancelTimer(watch);
        request.resume();
    }

    private void take(Buffer part) {
        if (!over && !ended) {
            lines.take(part);
            answer();
            if (!over && isFull()) {
                request.pause();
            }
        }
    }

    private void ended() {
        if (!over && !ended) {
            lines.end();
            ended = true;
            answer();
        }
    }

    @Override
    public void line(byte[] bytes) {
        number++;
        if (!isBlank(bytes) && isWelcome()) {
            add(new BatchLine(number, bytes.length, begun(bytes)));
        }
    }

    @Override
    public void tooLong(long bytes) {
        number++;
        if (isWelcome()) {
            add(BatchLine.refused(number, BodySize.tooLarge(bytes)));
        }
    }

    private CompletableFuture<Starting.Begun> begun(byte[] bytes) {
        try {
            return starts.begin(number, bytes).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** The first line too many is answered, and what comes after it passed over. */
    private boolean isWelcome() {
        if (number > Limits.BATCH_LINES && !ended) {
            ended = true;
            add(BatchLine.refused(number, tooMany()));
        }
        return !ended;
    }

    private void add(BatchLine line) {
        open.add(line);
        openBytes += line.bytes();
        var _ = line.begun().whenComplete((_, _) -> tell());
    }

    /** From any thread; once for all lines that are done by then. */
    private void tell() {
        if (told.compareAndSet(false, true)) {
            loop.runOnContext(
                    _ -> {
                        told.set(false);
                        answer();
                    });
        }
    }

    /** Answers the lines whose turn has come, as far as the client takes it. */
    private void answer() {
        while (!over && isNextDone() && !response.writeQueueFull()) {
            var part = Buffer.buffer();
            while (isNextDone() && part.length() < PART) {
                var line = open.remove();
                openBytes -= line.bytes();
                part.appendString(text(line)).appendByte((byte) '\n');
            }
            response.write(part);
        }
        goOn();
    }

    private void goOn() {
        if (!over && ended && open.isEmpty()) {
            over();
            response.end();
        } else if (!over && !isFull()) {
            request.resume();
        }
    }

    private boolean isFull() {
        return open.size() >= MOST_OPEN
                || openBytes >= MOST_OPEN_BYTES
                || !starts.hasRoom()
                || response.writeQueueFull();
    }

    private boolean isNextDone() {
        var next = open.peek();
        return next != null && next.begun().isDone();
    }

    private String text(BatchLine line) {
        try {
            return run(line.begun().join());
        } catch (RuntimeException failure) {
            return problem(line, failure);
        }
    }

    private static String run(Starting.Begun begun) {
        return Json.write(RunView.of(begun.run(), begun.workflow()));
    }

    private String problem(BatchLine line, Throwable failure) {
        var problem = problems.of(failure, "POST " + PATH + ", line " + line.number());
        return problems.document(problem.with("line", line.number()), PATH);
    }

    /** A database that is silent keeps nobody waiting for ever. */
    private void look() {
        long now = System.nanoTime();
        for (var line : open) {
            if (now - line.since() < patience.toNanos()) {
                break;
            }
            line.begun().completeExceptionally(overdue());
        }
        goOn();
    }

    private Problem overdue() {
        return new Problem(
                ProblemType.UNAVAILABLE,
                ("There was no answer within %d ms; the database may be silent. The run may still"
                                + " begin: send the batch again with the same Idempotency-Key, or"
                                + " look first.")
                        .formatted(patience.toMillis()));
    }

    private static Problem tooMany() {
        return new Problem(
                        ProblemType.TOO_LARGE,
                        "A batch may have %d lines. Send this line and those after it in another."
                                .formatted(Limits.BATCH_LINES))
                .with("limit", Limits.BATCH_LINES);
    }

    private static boolean isBlank(byte[] line) {
        for (var character : line) {
            if (character != ' ' && character != '\r' && character != '\t') {
                return false;
            }
        }
        return true;
    }
}
