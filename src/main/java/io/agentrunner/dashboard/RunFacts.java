package io.agentrunner.dashboard;

import io.agentrunner.run.Run;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The line of facts below the title of a run.
 *
 * @param clock when it was started, or created
 * @param since when that was, in milliseconds since 1970, while it goes on; else empty
 * @param kin the runs it comes from
 * @param because why somebody wanted it to be made again, or empty
 */
public record RunFacts(
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
        List<Link> kin,
        String because,
        String correlationId,
        String node,
        List<Tag> tags) {

    static RunFacts of(Run run, Workflow workflow, Instant now) {
        var started = run.startedAt();
        var from = started == null ? run.created().at() : started;
        var ended = run.endedAt();
        var label = workflow.versionLabel();
        var correlation = run.created().correlationId();
        return new RunFacts(
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
                kin(run),
                Objects.requireNonNullElse(run.created().reason(), ""),
                correlation == null ? "" : correlation,
                node(run),
                Tag.of(run.created().tags()));
    }

    private static List<Link> kin(Run run) {
        var kin = new ArrayList<Link>();
        var parent = run.created().parent();
        if (parent != null) {
            var path = parent.step().path();
            var id = parent.run().toString();
            var text = path + " of " + RunPage.shortId(id);
            kin.add(new Link("Started by", text, "/runs/" + id + StepRow.url(path)));
        }
        var from = run.created().forkedFrom();
        if (from != null) {
            var id = from.toString();
            kin.add(new Link("Forked from", RunPage.shortId(id), "/runs/" + id));
        }
        return kin;
    }

    /** Where it was last at work. */
    private static String node(Run run) {
        return run.steps().stream()
                .filter(step -> !step.attempts().isEmpty())
                .reduce((_, later) -> later)
                .map(step -> step.attempt().node())
                .orElse("");
    }
}
