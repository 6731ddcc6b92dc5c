package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.run.Progress;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.StepPath;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one run, with everything on it decided.
 *
 * @param shortId enough of the id for people
 * @param spoken what a screen reader is told when it changes
 * @param actions what can be done with it at once
 * @param cancel what somebody has to want twice, null once that is too late
 * @param notes what to know first
 * @param moreAsks how many more decisions it waits for than are shown, in words, or empty
 * @param children runs that it started
 * @param turns what rules decided, as far as its events are shown
 * @param watched something on the page changes without an event of this run
 * @param ended nothing on the page will change any more
 */
public record RunPage(
        Shell shell,
        String id,
        String shortId,
        String workflow,
        Mark mark,
        String spoken,
        List<Action> actions,
        @Nullable Action cancel,
        List<Note> notes,
        List<Ask> asks,
        String moreAsks,
        List<SignalForm> signals,
        boolean ended,
        boolean watched,
        RunFacts facts,
        Timeline timeline,
        Drawing graph,
        String stepsDone,
        List<StepRow> steps,
        String childCount,
        List<RunRow> children,
        List<TurnRow> turns,
        @Nullable StepPanel step,
        @Nullable OutputPane output,
        Events events,
        Code inputs,
        @Nullable Code result,
        List<Decided> decided,
        String artifactCount,
        List<FileRow> artifacts) {

    /**
     * Some of its events, newest last.
     *
     * @param count how many it has in all
     * @param earlierUrl leads to those before the first shown, or empty
     * @param laterUrl leads back to the latest, or empty
     */
    public record Events(String count, String earlierUrl, String laterUrl, List<EventRow> rows) {}

    /** What a reader chose to see, and typed. */
    record Choice(View view, Draft draft) {}

    /** The runs that a run started, as far as they are shown. */
    record Children(List<RunRow> rows, long all) {
        static final Children NONE = new Children(List.of(), 0);

        boolean isAlive() {
            return rows.stream().anyMatch(it -> !RunState.valueOf(it.state()).isTerminal());
        }
    }

    /** Everything a page is made from. */
    record Source(
            Run run,
            Workflow workflow,
            List<EventRow> events,
            List<FileRow> artifacts,
            @Nullable OutputPane output,
            Children children,
            Choice choice,
            Instant now) {}

    static RunPage of(Source source, Visit visit) {
        var run = source.run();
        var workflow = source.workflow();
        var now = source.now();
        var view = source.choice().view();
        var tree = new StepTree(run, workflow);
        var lines = Lines.of(tree, view.opened());
        var mark = mark(run, workflow.timeline());
        var asking = Ask.of(run);
        var draft = source.choice().draft();
        var asks = asking.stream().limit(Ask.MOST).map(it -> Ask.of(it, draft, "", visit)).toList();
        var signals = SignalForm.of(run, draft, visit);
        var result = run.result();
        return new RunPage(
                shell(run, asks.size() + signals.size(), visit),
                run.id().toString(),
                shortId(run.id().toString()),
                run.workflow(),
                mark,
                mark.word() + (mark.why().isEmpty() ? "" : ": " + mark.why()),
                Action.of(run, workflow, visit),
                Action.cancel(run, workflow, visit).orElse(null),
                Note.of(run, mark, now),
                asks,
                asking.size() > asks.size() ? Words.count(asking.size() - asks.size()) : "",
                signals,
                run.state().isTerminal(),
                source.children().isAlive(),
                RunFacts.of(run, workflow, now),
                Timeline.of(run, lines, view, now),
                GraphLayout.draw(GraphFigure.of(run, workflow, view)),
                "%d of %d done".formatted(done(run, workflow), workflow.timeline().size()),
                StepRow.of(lines, view, now),
                Words.count(source.children().all()),
                source.children().rows(),
                TurnRow.of(source.events(), workflow, view),
                StepPanel.of(tree, view.step(), now).orElse(null),
                source.output(),
                events(source),
                Code.of(run.created().inputs()),
                result == null ? null : Code.of(result),
                Decided.of(run),
                count(source.artifacts().size(), run.state().isTerminal()),
                source.artifacts());
    }

    /** A reload would empty a form. */
    private static Shell shell(Run run, int forms, Visit visit) {
        var id = run.id().toString();
        boolean ended = run.state().isTerminal();
        var live = ended ? "" : "/runs/" + id + "/events?after=" + run.seq();
        var shell = visit.shell(run.workflow() + " " + shortId(id), "runs", live);
        return ended || forms > 0 ? shell : shell.reloading();
    }

    private static String count(int artifacts, boolean ended) {
        return Words.count(artifacts) + (ended ? "" : " so far");
    }

    static String shortId(String id) {
        return id.substring(0, 13);
    }

    private static Mark mark(Run run, List<Step> timeline) {
        var mark = Mark.of(run.state(), run.reason());
        if (run.state() != RunState.RUNNING) {
            return mark;
        }
        if (run.isCancelRequested()) {
            return mark.because("stopping");
        }
        if (run.isPaused()) {
            return mark.because("pausing");
        }
        return run.steps().active().stream()
                .findFirst()
                .map(step -> mark.because(at(step.key().path(), timeline)))
                .orElse(mark);
    }

    /** {@code test, 3 of 5}. */
    private static String at(String path, List<Step> timeline) {
        var names = timeline.stream().map(Step::name).toList();
        int place = names.indexOf(top(path));
        return "%s, %d of %d".formatted(path, place + 1, names.size());
    }

    /** The step of the timeline that it is, or is inside of. */
    static String top(String path) {
        return StepPath.parent(path).map(RunPage::top).orElse(path);
    }

    private static long done(Run run, Workflow workflow) {
        return Progress.of(workflow, run).completedSteps();
    }

    private static Events events(Source source) {
        var rows = source.events();
        long last = source.run().seq();
        long first = rows.isEmpty() ? 1 : rows.getFirst().seq();
        boolean atEnd = rows.isEmpty() || rows.getLast().seq() >= last;
        return new Events(
                Words.count(last),
                first > 1 ? "?until=" + (first - 1) + "#events" : "",
                atEnd ? "" : "?#events",
                rows);
    }
}
