package io.agentrunner.dashboard;

import io.agentrunner.journal.RecentRuns;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the recent runs of a workflow came to, in numbers and as a row of bars: one for each of the
 * newest runs, the newest last, as tall as it took long.
 *
 * @param passed share of those that completed among those that ended by themselves, or empty
 * @param last how long ago the newest was created, or empty
 */
public record Came(
        String runs,
        List<Count> counts,
        String passed,
        String p50,
        String p95,
        String last,
        String lastDay,
        String lastMillis,
        List<Bar> bars,
        String told) {

    private static final double LOWEST = 3;
    private static final double HIGHEST = 20;
    private static final double PITCH = 5;
    private static final double THICKNESS = 4;

    /** How many are in a state, and where they are listed. */
    public record Count(Mark mark, String count, String url) {}

    public record Bar(String css, String x, String y, String width, String height, String title) {}

    static Came of(String workflow, RecentRuns.Came came, Instant now) {
        var last = came.lastAt();
        return new Came(
                Words.count(came.runs()),
                counts(workflow, came),
                passed(came),
                came.p50() == null ? "" : Words.duration(came.p50()),
                came.p95() == null ? "" : Words.duration(came.p95()),
                last == null ? "" : Words.age(Duration.between(last, now)),
                last == null ? "" : Words.day(last),
                last == null ? "" : String.valueOf(last.toEpochMilli()),
                bars(came),
                told(came));
    }

    private static List<Count> counts(String workflow, RecentRuns.Came came) {
        return Arrays.stream(RunState.values())
                .filter(state -> came.of(state) > 0)
                .map(
                        state ->
                                new Count(
                                        Mark.of(state, null),
                                        Words.count(came.of(state)),
                                        "/runs?workflow=%s&state=%s"
                                                .formatted(Urls.encode(workflow), state)))
                .toList();
    }

    private static String passed(RecentRuns.Came came) {
        long completed = came.of(RunState.COMPLETED);
        long ended = completed + came.of(RunState.FAILED);
        // Nothing but success is 100 %, however rarely something fails.
        return ended == 0
                ? ""
                : String.format(Locale.ROOT, "%.0f %%", Math.floor(100.0 * completed / ended));
    }

    private static List<Bar> bars(RecentRuns.Came came) {
        long longest =
                came.latest().stream().mapToLong(run -> run.took().toMillis()).max().orElse(0);
        var bars = new ArrayList<Bar>();
        double x = 0;
        for (var run : came.latest().reversed()) {
            double share = longest == 0 ? 0 : (double) run.took().toMillis() / longest;
            double height = LOWEST + (HIGHEST - LOWEST) * share;
            var mark = Mark.of(run.state(), null);
            bars.add(
                    new Bar(
                            mark.css(),
                            number(x),
                            number(HIGHEST - height),
                            number(THICKNESS),
                            number(height),
                            mark.word() + ", " + Words.duration(run.took())));
            x += PITCH;
        }
        return bars;
    }

    private static String told(RecentRuns.Came came) {
        long good = came.latest().stream().filter(run -> run.state() == RunState.COMPLETED).count();
        return "Of the last %s %d completed"
                .formatted(Words.count(came.latest().size(), "run"), good);
    }

    private static String number(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }
}
