package io.agentrunner.dashboard;

import io.agentrunner.dashboard.FormField.Choice;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list of runs, with everything on it decided.
 *
 * @param headline how things stand, in a sentence
 * @param filters what the search field and the choices beside it hold
 * @param shown how much of the whole is on this page
 * @param newestUrl leads back to the first page, or empty
 * @param olderUrl leads to the next page, or empty
 * @param start the form that starts a run, null while there is no workflow
 */
public record RunsPage(
        Shell shell,
        String headline,
        List<Chip> chips,
        Filters filters,
        List<RunRow> rows,
        String shown,
        String newestUrl,
        String olderUrl,
        @Nullable Empty empty,
        @Nullable StartPanel start) {

    public record Chip(
            String css, String icon, String word, String count, String url, boolean selected) {}

    /**
     * The filter bar.
     *
     * @param state and {@code tag} are kept by the form though it has no field for them
     */
    public record Filters(
            String q,
            String state,
            String tag,
            List<Choice> workflows,
            List<Choice> reasons,
            List<Choice> created) {}

    /**
     * What stands in place of the list.
     *
     * @param commands what to type, exactly
     * @param clearUrl leads to the list without filters, or empty
     */
    public record Empty(
            String title, String text, List<String> commands, boolean startable, String clearUrl) {}

    /**
     * Runs by state.
     *
     * @param capped some of the numbers are too low: there are more than are counted
     */
    record Counts(Map<RunState, Long> byState, boolean capped) {

        long of(RunState state) {
            return byState.getOrDefault(state, 0L);
        }

        long all() {
            return byState.values().stream().mapToLong(Long::longValue).sum();
        }

        String words(long number) {
            return Words.count(number) + (capped && number >= 10_000 ? "+" : "");
        }
    }

    /** What a list page is made from. */
    record Source(
            ListQuery query,
            List<RunRow> rows,
            Counts counts,
            List<String> workflows,
            @Nullable String nextCursor,
            @Nullable StartPanel start) {}

    private static final List<RunState> CHIPS =
            List.of(
                    RunState.RUNNING,
                    RunState.WAITING,
                    RunState.QUEUED,
                    RunState.COMPLETED,
                    RunState.FAILED,
                    RunState.CANCELED);

    static RunsPage of(Source source, Visit visit) {
        var query = source.query();
        var next = source.nextCursor();
        var live =
                query.workflow().isEmpty()
                        ? "/events"
                        : "/events?workflow=" + Urls.encode(query.workflow());
        return new RunsPage(
                visit.shell("Runs", "runs", live),
                headline(source.counts()),
                chips(source),
                filters(source),
                source.rows(),
                shown(source),
                query.cursor().isEmpty() ? "" : query.withCursor("").url(),
                next == null ? "" : query.withCursor(next).url(),
                source.rows().isEmpty() ? empty(source, visit) : null,
                source.start());
    }

    private static String headline(Counts counts) {
        if (counts.all() == 0) {
            return "Nothing has run here yet";
        }
        long running = counts.of(RunState.RUNNING);
        long waiting = counts.of(RunState.WAITING);
        var waits = waiting == 0 ? "" : ", " + counts.words(waiting) + " waiting";
        return running + waiting == 0
                ? "Nothing is running"
                : counts.words(running) + " running" + waits;
    }

    private static List<Chip> chips(Source source) {
        var counts = source.counts();
        var query = source.query();
        var chips = new ArrayList<Chip>();
        chips.add(
                new Chip(
                        "",
                        "i-runs",
                        "All",
                        counts.words(counts.all()),
                        query.withState("").url(),
                        query.state().isEmpty()));
        for (var state : CHIPS) {
            var mark = Mark.of(state, null);
            chips.add(
                    new Chip(
                            mark.css(),
                            mark.icon(),
                            mark.word(),
                            counts.words(counts.of(state)),
                            query.withState(state.name()).url(),
                            query.state().equals(state.name())));
        }
        return chips;
    }

    private static Filters filters(Source source) {
        var query = source.query();
        return new Filters(
                query.q(),
                query.state(),
                query.tag(),
                choices(query.workflow(), "Any workflow", source.workflows()),
                choices(
                        query.reason(),
                        "Any reason",
                        Arrays.stream(Reason.values()).map(Reason::name).toList()),
                List.of(
                        new Choice("1h", "Last hour", query.created().equals("1h")),
                        new Choice("24h", "Last 24 hours", query.created().equals("24h")),
                        new Choice("7d", "Last 7 days", query.created().equals("7d")),
                        new Choice("", "All time", query.created().isEmpty())));
    }

    private static List<Choice> choices(String chosen, String any, List<String> values) {
        var all =
                Stream.concat(values.stream(), Stream.of(chosen))
                        .distinct()
                        .filter(it -> !it.isEmpty());
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", any, chosen.isEmpty()));
        all.forEach(it -> choices.add(new Choice(it, words(it), it.equals(chosen))));
        return choices;
    }

    private static String words(String value) {
        return value.equals(value.toUpperCase(Locale.ROOT)) ? Words.sentence(value) : value;
    }

    private static String shown(Source source) {
        var query = source.query();
        var counts = source.counts();
        long all =
                query.state().isEmpty() ? counts.all() : counts.of(RunState.valueOf(query.state()));
        return Words.count(source.rows().size()) + " of " + counts.words(all);
    }

    private static Empty empty(Source source, Visit visit) {
        if (source.query().isFiltered() || !source.query().cursor().isEmpty()) {
            return new Empty(
                    "No run matches these filters",
                    source.query().inWords(),
                    List.of(),
                    false,
                    "/runs");
        }
        var start = source.start();
        return start == null ? nothingToRun(visit) : nothingYet(source, start, visit);
    }

    private static Empty nothingYet(Source source, StartPanel start, Visit visit) {
        int ready = source.workflows().size();
        var text =
                "%s ready. A run appears here as soon as it starts. From a terminal:"
                        .formatted(Words.count(ready, "workflow") + (ready == 1 ? " is" : " are"));
        var command = startCommand(visit.address(), start.workflow());
        return new Empty("No runs yet", text, List.of(command), true, "");
    }

    private static Empty nothingToRun(Visit visit) {
        var text =
                "There is no workflow to run yet. Put a blueprint into the folder of workflows, or"
                        + " post one:";
        return new Empty("No runs yet", text, List.of(publishCommand(visit.address())), false, "");
    }

    static String startCommand(String address, String workflow) {
        return "curl -X POST %s/runs -H 'Content-Type: application/json' -d '{\"workflow\":\"%s\"}'"
                .formatted(address, workflow);
    }

    private static String publishCommand(String address) {
        return "curl -X POST %s/workflows -H 'Content-Type: application/yaml' --data-binary @workflow.yaml"
                .formatted(address);
    }
}
