package io.agentrunner.dashboard;

import io.agentrunner.run.Run;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run in time, as a drawing: x in per cent, y in pixels, 32 of them a row.
 *
 * @param height in pixels
 * @param label says the drawing in words
 * @param from milliseconds since 1970 at the left end, {@code span} as many to the right end: with
 *     them the script moves what grows
 * @param edge the present, null once the run has ended
 */
public record Timeline(
        List<Row> rows,
        List<Tick> ticks,
        int height,
        String label,
        long from,
        long span,
        @Nullable Edge edge) {

    public record Tick(String x, String css, String label) {}

    /** Where the present is. */
    public record Edge(String x) {}

    /**
     * One step.
     *
     * @param extra further classes of its name
     * @param top where its row begins
     */
    public record Row(
            String name,
            String url,
            Mark mark,
            String extra,
            boolean selected,
            int top,
            List<Bar> bars,
            List<Bar> waits,
            List<Line> backoffs,
            List<Cross> crosses,
            List<Text> texts) {}

    /**
     * A block of time.
     *
     * @param live it grows to the present: {@code start} is where it begins, as a number
     */
    public record Bar(
            String css, String x, String width, double y, int height, String title, String live) {}

    public record Line(String x1, String x2, int y, String title, String live) {}

    public record Cross(String x, int y) {}

    public record Text(String css, String x, int y, String text) {}

    /** The timeline of {@code run} with those lines of it, as it is {@code now}. */
    static Timeline of(Run run, Lines lines, View view, Instant now) {
        return new TimelineDrawing(run, now).draw(lines, view);
    }
}
