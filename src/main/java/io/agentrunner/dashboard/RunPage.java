package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepState;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one run, with everything on it decided.
 *
 * @param shortId enough of the id for people
 * @param spoken what a screen reader is told when it changes
 * @param note why it waits or ended without success, or empty
 * @param cancelUrl where to ask for its end, empty once that is too late
 * @param ended nothing on the page will change any more
 */
public record RunPage(
        Shell shell,
        String id,
        String shortId,
        String workflow,
        Mark mark,
        String spoken,
        String note,
        String cancelUrl,
        boolean ended,
        Facts facts,
        Timeline timeline,
        String stepsDone,
        List<StepRow> steps,
        @Nullable StepPanel step,
        @Nullable OutputPane output,
        Events events,
        Code inputs,
        @Nullable Code result,
        String artifactCount,
        List<FileRow> artifacts) {

    /**
     * The line of facts below the title.
     *
     * @param clock when it was started, or created
     * @param since when that was, in milliseconds since 1970, while it goes on; else empty
     */
    public record Facts(
            String startedWord,
            String startedIso,
            String startedDay,
            String clock,
            String age,
            String tookWord,
            String took,
            String since,
            String versionUrl,
            String version,
            String hash,
            String correlationId,
            String node,
            List<Tag> tags) {}

    /**
     * Some of its events, newest last.
     *
     * @param count how many it has in all
     * @param earlierUrl leads to those before the first shown, or empty
     * @param laterUrl leads back to the latest, or empty
     */
    public record Events(String count, String earlierUrl, String laterUrl, List<EventRow> rows) {}

    /** What a reader chose to see. */
    record Choice(String step, long until) {}

    /** Everything a page is made from. */
    record Source(
            Run run,
            Workflow workflow,
            List<EventRow> events,
            List<FileRow> artifacts,
            @Nullable OutputPane output,
            Choice choice,
            Instant now) {}

    static RunPage of(Source source, Visit visit) {
        var run = source.run();
        var id = run.id().toString();
        var timeline = source.workflow().timeline();
        var names = timeline.stream().map(Step::name).toList();
        boolean ended = run.state().isTerminal();
        var selected = source.choice().step();
        var title = run.workflow() + " " + shortId(id);
        var live = ended ? "" : "/runs/" + id + "/events?after=" + run.seq();
        var shell = visit.shell(title, "runs", live);
        var mark = mark(run, timeline);
        var result = run.result();
        return new RunPage(
                ended ? shell : shell.reloading(),
                id,
                shortId(id),
                run.workflow(),
                mark,
                mark.word() + (mark.why().isEmpty() ? "" : ": " + mark.why()),
                note(run),
                ended || run.isCancelRequested() ? "" : "/runs/" + id + "/cancel",
                ended,
                facts(run, source.workflow(), source.now()),
                Timeline.of(run, names, selected, source.now()),
                "%d of %d done".formatted(done(run, timeline), timeline.size()),
                StepRow.of(run, timeline, selected, source.now()),
                StepPanel.of(run, timeline, selected, source.now()).orElse(null),
                source.output(),
                events(source),
                Code.of(run.created().inputs()),
                result == null ? null : Code.of(result),
                count(source.artifacts().size(), ended),
                source.artifacts());
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
        var active = run.steps().active();
        if (active.isEmpty()) {
            return mark;
        }
        var path = active.getFirst().key().path();
        var names = timeline.stream().map(Step::name).toList();
        return mark.because("%s, %d of %d".formatted(path, names.indexOf(path) + 1, names.size()));
    }

    private static String note(Run run) {
        var message = run.message();
        return message == null || run.state() == RunState.RUNNING ? "" : message;
    }

    private static long done(Run run, List<Step> timeline) {
        return timeline.stream()
                .flatMap(step -> run.steps().latest(step.name()).stream())
                .filter(step -> step.state() == StepState.COMPLETED)
                .count();
    }

    private static Facts facts(Run run, Workflow workflow, Instant now) {
        var started = run.startedAt();
        var from = started == null ? run.created().at() : started;
        var ended = run.endedAt();
        var label = workflow.versionLabel();
        var correlation = run.created().correlationId();
        return new Facts(
                started == null ? "Created" : "Started",
                from.toString(),
                Words.day(from),
                Words.clock(from),
                String.valueOf(from.toEpochMilli()),
                started == null ? "Waits for" : ended == null ? "So far" : "Took",
                Words.duration(from, ended == null ? now : ended),
                ended == null ? String.valueOf(from.toEpochMilli()) : "",
                WorkflowPage.url(workflow.name(), workflow.version()),
                label == null ? "" : label,
                WorkflowPage.hash(workflow.version()),
                correlation == null ? "" : correlation,
                run.steps().isEmpty() ? "" : run.steps().getLast().attempt().node(),
                Tag.of(run.created().tags()));
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
