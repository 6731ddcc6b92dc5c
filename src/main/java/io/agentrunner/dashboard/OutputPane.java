package io.agentrunner.dashboard;

import io.agentrunner.engine.LiveOutputs.Line;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step says: live while it runs, from its log afterwards.
 *
 * @param key step, iteration and attempt: the script knows by it where a line belongs
 * @param from when the run began, in milliseconds since 1970; times in the pane count from there
 * @param note what else there is to know, or empty
 * @param download address of the whole log, or empty
 */
public record OutputPane(
        String step,
        String key,
        long from,
        boolean live,
        List<Tab> tabs,
        Mark mark,
        List<Text> lines,
        String note,
        String download) {

    private static final int MOST_TABS = 6;
    private static final String SPEAKS = "shell";

    public record Tab(String step, String url, boolean selected) {}

    /**
     * A line.
     *
     * @param time since the run began, or empty
     * @param css {@code e} for what came by the error stream, or empty
     */
    public record Text(String time, String css, String text) {}

    /**
     * Whose output is to be shown.
     *
     * @param log its log, once it has one
     */
    record Choice(StepRun step, @Nullable FileRow log, List<Tab> tabs) {

        boolean isLive() {
            return step.state() == StepState.RUNNING;
        }
    }

    /** The step asked for, else the one that runs, else the last that said something. */
    static Optional<Choice> choose(
            Run run, List<FileRow> artifacts, List<Line> said, String wanted) {
        var logs = new LinkedHashMap<String, FileRow>();
        artifacts.stream().filter(FileRow::isLog).forEach(log -> logs.put(log.step(), log));
        var speakers =
                run.steps().stream()
                        .filter(it -> logs.containsKey(it.key().path()) || speaks(it, said))
                        .toList();
        if (speakers.isEmpty()) {
            return Optional.empty();
        }
        var chosen =
                last(speakers.stream().filter(it -> it.key().path().equals(wanted)).toList())
                        .or(() -> last(speakers.stream().filter(OutputPane::runs).toList()))
                        .orElse(speakers.getLast());
        return Optional.of(
                new Choice(
                        chosen,
                        runs(chosen) ? null : logs.get(chosen.key().path()),
                        tabs(speakers, chosen)));
    }

    private static boolean runs(StepRun step) {
        return step.state() == StepState.RUNNING;
    }

    private static boolean speaks(StepRun step, List<Line> said) {
        return runs(step)
                && (step.type().equals(SPEAKS)
                        || said.stream().anyMatch(line -> line.step().equals(step.key())));
    }

    private static Optional<StepRun> last(List<StepRun> steps) {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    private static List<Tab> tabs(List<StepRun> speakers, StepRun chosen) {
        var tabs = new LinkedHashMap<String, Tab>();
        for (var step : speakers.reversed()) {
            var path = step.key().path();
            var selected = path.equals(chosen.key().path());
            tabs.put(path, new Tab(path, "?output=" + Urls.encode(path) + "#output", selected));
        }
        return tabs.size() <= MOST_TABS ? List.copyOf(tabs.values()) : few(tabs.values());
    }

    /** The one that is shown, and the latest. */
    private static List<Tab> few(Collection<Tab> tabs) {
        return tabs.stream()
                .sorted(Comparator.comparing(tab -> !tab.selected()))
                .limit(MOST_TABS)
                .toList();
    }

    /** The pane of a step that runs. */
    static OutputPane live(Run run, Choice choice, List<Line> said) {
        var begun = begun(run);
        var attempt = choice.step().attempts().size();
        var texts = new ArrayList<Text>();
        for (var line : said) {
            if (line.step().equals(choice.step().key()) && line.attempt() == attempt) {
                texts.add(text(line, begun));
            }
        }
        return pane(run, choice, texts, "");
    }

    /** The pane of a step that has ended; {@code log} is the end of its log. */
    static OutputPane ended(Run run, Choice choice, String log) {
        var texts =
                log.isEmpty()
                        ? List.<Text>of()
                        : log.lines().map(it -> new Text("", "", it)).toList();
        return pane(run, choice, texts, texts.isEmpty() ? "It said nothing." : "");
    }

    private static OutputPane pane(Run run, Choice choice, List<Text> texts, String note) {
        var step = choice.step();
        var log = choice.log();
        return new OutputPane(
                step.key().path(),
                step.key() + "/" + step.attempts().size(),
                begun(run).toEpochMilli(),
                choice.isLive(),
                choice.tabs(),
                Mark.of(step.state(), null).because(StepRow.doing(step, begun(run))),
                texts,
                note,
                log == null ? "" : log.url());
    }

    private static Text text(Line line, Instant begun) {
        var seconds = Duration.between(begun, line.at()).toMillis() / 1000.0;
        var time = String.format(Locale.ROOT, "%.2f ", seconds);
        return new Text(time, line.stream().equals("stderr") ? "e" : "", line.text());
    }

    private static Instant begun(Run run) {
        var started = run.startedAt();
        return started == null ? run.created().at() : started;
    }
}
