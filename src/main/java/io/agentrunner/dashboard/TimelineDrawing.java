package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Axis.percent;

import io.agentrunner.dashboard.Lines.Many;
import io.agentrunner.dashboard.Lines.One;
import io.agentrunner.dashboard.StepTree.Place;
import io.agentrunner.dashboard.Timeline.Bar;
import io.agentrunner.dashboard.Timeline.Cross;
import io.agentrunner.dashboard.Timeline.Edge;
import io.agentrunner.dashboard.Timeline.Line;
import io.agentrunner.dashboard.Timeline.Row;
import io.agentrunner.dashboard.Timeline.Text;
import io.agentrunner.dashboard.Timeline.Tick;
import io.agentrunner.run.Attempt;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Places everything on one timeline. Pure: the present is an argument. */
final class TimelineDrawing {

    private static final int HEAD = 32;
    private static final int ROW = 32;
    private static final double LEFT = 1;
    private static final double WIDTH = 98;
    private static final double NARROWEST = 0.35;
    private static final double ROOM_FOR_TEXT = 13;
    private static final double ROOM_FOR_CROSS = 3;
    private static final double GAP = 0.8;

    private final Run run;
    private final Instant end;
    private final Axis axis;
    private final double edge;

    TimelineDrawing(Run run, Instant now) {
        this.run = run;
        var ended = run.endedAt();
        this.end = ended == null ? now : ended;
        this.axis = axis(run, end, ended != null);
        this.edge = axis.at(end);
    }

    /** Begins with the work; while it goes on there is room to grow. */
    private static Axis axis(Run run, Instant end, boolean ended) {
        var started = run.startedAt();
        var from = started == null ? run.created().at() : started;
        long elapsed = Math.max(1, Duration.between(from, end).toMillis());
        long span = ended ? elapsed : Math.max(2000, elapsed + elapsed / 4);
        return new Axis(from, Duration.ofMillis(span), LEFT, WIDTH);
    }

    Timeline draw(Lines lines, View view) {
        var rows = new ArrayList<Row>();
        for (var line : lines.all()) {
            int top = HEAD + ROW * rows.size();
            rows.add(
                    switch (line) {
                        case One(var place) -> row(place, view, top);
                        case Many many -> row(many, top);
                    });
        }
        return new Timeline(
                rows,
                ticks(),
                HEAD + ROW * rows.size(),
                label(rows),
                axis.from().toEpochMilli(),
                axis.span().toMillis(),
                run.endedAt() == null ? new Edge(percent(edge)) : null);
    }

    private static String label(List<Row> rows) {
        return rows.stream()
                .map(row -> row.name() + " " + row.mark().word().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "Timeline: ", ""));
    }

    private List<Tick> ticks() {
        var ticks = new ArrayList<Tick>();
        for (var tick : axis.ticks()) {
            int number = ticks.size();
            var near = run.endedAt() == null && Math.abs(tick.at() - edge) < 9;
            var css = number == 0 ? "axis" : number % 2 == 1 ? "axis mid opt" : "axis mid";
            boolean cutOff = tick.at() > 97;
            ticks.add(new Tick(percent(tick.at()), css, near || cutOff ? "" : tick.label()));
        }
        return ticks;
    }

    private Row row(Place place, View view, int top) {
        var lane = StepRow.lane(place.depth());
        var url = view.url(place.path());
        var last = place.latest();
        var selected = view.selects(place.path());
        if (last == null) {
            var pending = Mark.of(StepState.PENDING, null);
            return new Row(
                    place.name(),
                    url,
                    pending,
                    (lane + " gone").strip(),
                    selected,
                    top,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }
        var cells = new Cells(top);
        if (place.isFan()) {
            place.iterations().forEach(cells::around);
        } else {
            place.iterations().forEach(cells::step);
        }
        cells.summary(place.iterations(), last);
        return new Row(
                place.name(),
                url,
                StepRow.mark(last),
                lane,
                selected,
                top,
                cells.bars,
                cells.waits,
                cells.backoffs,
                cells.crosses,
                cells.texts);
    }

    private Row row(Many many, int top) {
        var fan = many.fan();
        var row = ManyRow.of(many);
        var bars = new Density(axis, end).bars(fan.inside(), top);
        var mark = new Mark("is-pending", "i-flow", "", "");
        return new Row(
                row.words(),
                many.open() ? row.closeUrl() : row.allUrl(),
                mark,
                StepRow.lane(fan.depth() + 1),
                false,
                top,
                bars,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Everything in one row. */
    private final class Cells {
        private final int top;
        private final List<Bar> bars = new ArrayList<>();
        private final List<Bar> waits = new ArrayList<>();
        private final List<Line> backoffs = new ArrayList<>();
        private final List<Cross> crosses = new ArrayList<>();
        private final List<Text> texts = new ArrayList<>();

        Cells(int top) {
            this.top = top;
        }

        void step(StepRun step) {
            boolean several = step.attempts().size() > 1;
            for (var stretch : Stretch.of(step, end)) {
                double from = axis.at(stretch.from());
                double to = Math.max(from + NARROWEST, axis.at(stretch.to()));
                var live = stretch.live() && run.endedAt() == null ? percent(from) : "";
                switch (stretch.kind()) {
                    case WORK -> bars.add(bar(stretch, from, to, top + 8, 16, live));
                    case FAILED -> failed(stretch, from, to, live);
                    case WAIT -> waits.add(bar(stretch, from, to, top + 8.5, 15, live));
                    case BACKOFF -> backoff(stretch, from, to, live);
                }
                if (stretch.kind() != Stretch.Kind.WAIT) {
                    onBar(stretch.attempt(), several, from, to);
                }
            }
        }

        /** What has steps inside does nothing else: a thin line around theirs. */
        void around(StepRun step) {
            var ended = step.endedAt();
            double from = axis.at(step.startedAt());
            double to = Math.max(from + NARROWEST, ended == null ? edge : axis.at(ended));
            bars.add(
                    new Bar(
                            StepRow.mark(step).css(),
                            percent(from),
                            percent(to - from),
                            top + 14,
                            4,
                            step.key().path() + ", " + StepRow.mark(step).word(),
                            ended == null && run.endedAt() == null ? percent(from) : ""));
        }

        private Bar bar(
                Stretch stretch, double from, double to, double y, int height, String live) {
            return new Bar(
                    stretch.css(),
                    percent(from),
                    percent(to - from),
                    y,
                    height,
                    stretch.title(),
                    live);
        }

        private void failed(Stretch stretch, double from, double to, String live) {
            bars.add(bar(stretch, from, to, top + 6, 20, live));
            if (to - from > ROOM_FOR_CROSS) {
                crosses.add(new Cross(percent(to), top + 16));
            }
        }

        private void backoff(Stretch stretch, double from, double to, String live) {
            if (to - from > 2 * GAP) {
                backoffs.add(
                        new Line(
                                percent(from + GAP),
                                percent(live.isEmpty() ? to - GAP : to),
                                top + 16,
                                stretch.title(),
                                live));
            }
        }

        private void onBar(@Nullable Attempt attempt, boolean several, double from, double to) {
            if (attempt == null || to - from < ROOM_FOR_TEXT) {
                return;
            }
            var failure = attempt.failure();
            if (failure != null || several) {
                var why = attempt.isLost() ? "node lost" : failure == null ? "" : failure.code();
                var text = attempt.number() + (why.isEmpty() ? "" : " · " + Words.clip(why, 18));
                texts.add(new Text("on opt", percent(from + GAP), top + 20, text));
            }
        }

        /** How long it took, beside the last bar where there is room, else before the first. */
        void summary(List<StepRun> iterations, StepRun last) {
            double first = axis.at(iterations.getFirst().startedAt());
            if (last.state() == StepState.RUNNING || last.waitsForSteps()) {
                return;
            }
            var ended = last.endedAt();
            double to = ended == null ? edge : axis.at(ended);
            var css = ended == null ? "c is-waiting opt" : "opt";
            var text = ended == null ? "waiting" : took(iterations, last, ended);
            boolean fits = to < 72;
            if (fits || first > 30) {
                texts.add(
                        new Text(
                                fits ? css : css + " end",
                                percent(fits ? Math.max(to, first + NARROWEST) + GAP : first - GAP),
                                top + 20,
                                text));
            }
        }

        private static String took(List<StepRun> iterations, StepRun last, Instant ended) {
            if (last.state() == StepState.SKIPPED) {
                return "skipped";
            }
            var span = Words.duration(last.startedAt(), ended);
            int attempts = last.attempts().size();
            var many = attempts > 1 ? ", " + Words.count(attempts, "attempt") : "";
            return iterations.size() == 1
                    ? span + many
                    : span + many + ", iteration " + iterations.size();
        }
    }
}
