package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Lines.Many;
import io.agentrunner.dashboard.Lines.Opened;
import io.agentrunner.run.StepState;
import java.util.List;

/**
 * Many steps inside one, in numbers, and the way to the steps themselves.
 *
 * @param range which of them are shown, or empty
 * @param allUrl shows them all
 * @param closeUrl hides them again; empty where none is shown
 * @param previousUrl and {@code nextUrl} turn the page, or are empty
 */
public record ManyRow(
        String id,
        String words,
        List<Count> counts,
        String range,
        String allUrl,
        String closeUrl,
        String previousUrl,
        String nextUrl) {

    /** How many are in one state; {@code url} shows those. */
    public record Count(
            String css, String icon, String word, String count, String url, boolean selected) {}

    static ManyRow of(Many many) {
        var path = many.fan().path();
        var opened = many.opened();
        int from = opened.from();
        int to = Math.min(from + Lines.PAGE, many.chosen());
        return new ManyRow(
                "many-" + path,
                Words.count(many.tally().all(), many.noun()),
                many.tally().states().stream().map(state -> count(many, state)).toList(),
                many.open() && many.chosen() > Lines.PAGE
                        ? "%s to %s of %s"
                                .formatted(
                                        Words.count(Math.min(from + 1, to)),
                                        Words.count(to),
                                        Words.count(many.chosen()))
                        : "",
                url(path, 0, ""),
                many.open() ? "?#steps" : "",
                from > 0 ? url(path, Math.max(0, from - Lines.PAGE), opened.only()) : "",
                many.open() && to < many.chosen() ? url(path, to, opened.only()) : "");
    }

    private static Count count(Many many, StepState state) {
        var mark = Mark.of(state, null);
        var only = many.opened().only();
        return new Count(
                mark.css(),
                mark.icon(),
                mark.word(),
                Words.count(many.tally().of(state)),
                url(many.fan().path(), 0, state.name()),
                only.equals(state.name()));
    }

    private static String url(String path, int from, String only) {
        return "?" + query(new Opened(path, from, only)) + "#steps";
    }

    /** How an address says what is open; ends in {@code &} unless nothing is. */
    static String query(Opened opened) {
        if (opened.path().isEmpty()) {
            return "";
        }
        return "open=%s&%s%s"
                .formatted(
                        Urls.encode(opened.path()),
                        opened.from() > 0 ? "from=" + opened.from() + "&" : "",
                        opened.only().isEmpty() ? "" : "only=" + opened.only() + "&");
    }
}
