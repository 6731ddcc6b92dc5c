package io.agentrunner.runs;

import io.agentrunner.engine.LiveOutputs.Line;
import io.agentrunner.http.Json;
import io.agentrunner.run.StepKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What running steps say, as {@code step.progress} events of several lines each: about ten a
 * second, without id, and with the oldest lines left out for readers that don't keep up.
 */
final class LiveLines implements Consumer<Line> {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_WAITING = 2_000;
    private static final int MOST_AT_ONCE = 200;

    private final EventStream stream;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private boolean scheduled;
    private boolean retrying;

    LiveLines(EventStream stream) {
        this.stream = stream;
    }

    /** Lines of one attempt. */
    record Progress(String runId, String path, int iteration, int attempt, List<Said> lines) {

        Progress {
            lines = List.copyOf(lines);
        }

        static Progress of(List<Line> lines) {
            var first = lines.getFirst();
            return new Progress(
                    first.run().toString(),
                    first.step().path(),
                    first.step().iteration(),
                    first.attempt(),
                    lines.stream().map(Said::of).toList());
        }
    }

    /** One line. */
    record Said(String stream, String text, Instant at) {
        static Said of(Line line) {
            return new Said(line.stream(), line.text(), line.at());
        }
    }

    private record Speaker(StepKey step, int attempt) {
        static Speaker of(Line line) {
            return new Speaker(line.step(), line.attempt());
        }
    }

    /** Called by whoever says something. */
    @Override
    public void accept(Line line) {
        if (add(line)) {
            stream.run(() -> stream.after(PAUSE, this::flush));
        }
    }

    /** Writes what waits, unless the reader has yet to take what was written before. */
    void flush() {
        if (!stream.isFull()) {
            write(take());
        } else if (!retrying) {
            retrying = true;
            stream.after(PAUSE, this::retry);
        }
    }

    private void retry() {
        retrying = false;
        flush();
    }

    private void write(List<Line> lines) {
        for (var together : bySpeaker(lines)) {
            var progress = Json.write(Progress.of(together));
            stream.write(Frames.event(null, "step.progress", progress));
        }
    }

    private synchronized boolean add(Line line) {
        waiting.add(line);
        if (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
        boolean first = !scheduled;
        scheduled = true;
        return first;
    }

    private synchronized List<Line> take() {
        var lines = List.copyOf(waiting);
        waiting.clear();
        scheduled = false;
        return lines;
    }

    /** Neighbours of one attempt together, in bounded numbers. */
    static List<List<Line>> bySpeaker(List<Line> lines) {
        var groups = new ArrayList<List<Line>>();
        for (var line : lines) {
            var last = groups.isEmpty() ? null : groups.getLast();
            if (last == null
                    || last.size() == MOST_AT_ONCE
                    || !Speaker.of(last.getFirst()).equals(Speaker.of(line))) {
                last = new ArrayList<>();
                groups.add(last);
            }
            last.add(line);
        }
        return groups;
    }
}
