package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Axis.percent;

import io.agentrunner.run.Awaited.Branches;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's life as a bar of twelve pixels, in the grammar of the timeline.
 *
 * @param dot where the present is, while something runs
 */
public record Spark(List<Bar> bars, List<Bar> waits, List<Line> backoffs, @Nullable String dot) {

    private static final double NARROWEST = 1.5;
    private static final double WIDTH = 96;

    public record Bar(String css, String x, String width, int y, int height) {}

    public record Line(String x1, String x2) {}

    /** The whole width is {@code longest}, so that runs of one workflow can be compared. */
    static Spark of(Run run, Duration longest, Instant now) {
        var started = run.startedAt();
        if (started == null) {
            return new Spark(List.of(), List.of(), List.of(), null);
        }
        var ended = run.endedAt();
        var axis = new Axis(started, longest, 0, WIDTH);
        var drawing = new Drawing(axis);
        run.steps().stream()
                .filter(step -> !(step.awaited() instanceof Branches))
                .flatMap(step -> Stretch.of(step, ended == null ? now : ended).stream())
                .sorted(Comparator.comparing(Stretch::from))
                .forEach(drawing::add);
        return new Spark(
                drawing.bars,
                drawing.waits,
                drawing.backoffs,
                run.state() == RunState.RUNNING ? percent(axis.at(now)) : null);
    }

    /** One bar for everything. */
    static Spark plain(String css, Duration length, Duration longest) {
        if (length.isZero() || longest.isZero()) {
            return new Spark(List.of(), List.of(), List.of(), null);
        }
        double width = Math.max(NARROWEST, WIDTH * length.toNanos() / longest.toNanos());
        var bar = new Bar(css, percent(0), percent(Math.min(width, WIDTH)), 3, 6);
        return new Spark(List.of(bar), List.of(), List.of(), null);
    }

    private static final class Drawing {
        private final Axis axis;
        private final List<Bar> bars = new ArrayList<>();
        private final List<Bar> waits = new ArrayList<>();
        private final List<Line> backoffs = new ArrayList<>();
        private String css = "";
        private double begin;

        Drawing(Axis axis) {
            this.axis = axis;
        }

        void add(Stretch stretch) {
            double from = axis.at(stretch.from());
            double to = Math.max(from + NARROWEST, axis.at(stretch.to()));
            switch (stretch.kind()) {
                case WORK -> work(stretch.css(), from, to);
                case FAILED -> {
                    bars.add(bar("is-failed", from, to, 0, 12));
                    css = "";
                }
                case WAIT -> waits.add(bar("is-waiting", from, to, 4, 4));
                case BACKOFF -> backoffs.add(new Line(percent(from), percent(to)));
            }
        }

        /** Work of one colour that goes on without a break is one bar. */
        private void work(String colour, double from, double to) {
            if (colour.equals(css)) {
                bars.removeLast();
            } else {
                begin = from;
            }
            css = colour;
            bars.add(bar(colour, begin, to, 3, 6));
        }

        private static Bar bar(String css, double from, double to, int y, int height) {
            return new Bar(css, percent(from), percent(to - from), y, height);
        }
    }
}
