package io.agentrunner.dashboard;

import io.agentrunner.catalog.CodeLedger;
import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.WrittenSources.Written;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.journal.RecentRuns;
import io.agentrunner.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of one version of a workflow.
 *
 * @param startUrl shows the form that starts it; empty for a version that is not the current one
 * @param changed the code that has changed since the version was first seen, in words
 * @param archived it takes no new runs
 * @param archive lets it take none, or lets it take them again
 * @param came what its recent runs came to, of whatever version
 * @param timeout how long a run may take, or empty
 * @param compare chooses two versions; null where there is only one
 */
public record WorkflowPage(
        Shell shell,
        String name,
        String label,
        String hash,
        String source,
        String description,
        String runsUrl,
        String startUrl,
        List<String> changed,
        boolean archived,
        Form archive,
        Came came,
        String timeout,
        Drawing graph,
        List<StepLine> steps,
        List<RuleLine> rules,
        List<VersionLine> versions,
        @Nullable Compare compare,
        List<InputLine> inputs,
        @Nullable Code schema,
        Listing listing) {

    /**
     * A version.
     *
     * @param runs how many of the recent ones have it, in words, or empty
     * @param changesUrl leads to what changed since the one before, or is empty
     */
    public record VersionLine(
            String label,
            String hash,
            String url,
            boolean selected,
            String state,
            String runs,
            String changesUrl) {}

    /** A form that chooses two versions to compare. */
    public record Compare(String action, List<Option> from, List<Option> to) {

        static Compare of(List<Edition> versions, Workflow from, Workflow to) {
            return new Compare(
                    "/workflows/" + Urls.encode(to.name()) + "/diff",
                    options(versions, from),
                    options(versions, to));
        }

        private static List<Option> options(List<Edition> versions, Workflow selected) {
            return versions.stream()
                    .map(Edition::workflow)
                    .map(
                            it ->
                                    new Option(
                                            it.version(),
                                            (label(it) + " " + hash(it.version())).strip(),
                                            it.version().equals(selected.version())))
                    .toList();
        }
    }

    public record Option(String value, String words, boolean selected) {}

    /**
     * Everything a page is made from.
     *
     * @param versions how many of the recent runs have which
     */
    record Source(
            Edition shown,
            List<Edition> editions,
            Optional<Written> written,
            RecentRuns.Came came,
            Map<String, Long> versions,
            List<CodeLedger.Change> code) {}

    static WorkflowPage of(Source source, Visit visit) {
        var shown = source.shown();
        var workflow = shown.workflow();
        var name = workflow.name();
        var schema = workflow.inputsSchema();
        var description = workflow.description();
        boolean archived = shown.published().archived();
        return new WorkflowPage(
                visit.shell(name, "workflows", ""),
                name,
                label(workflow),
                hash(workflow.version()),
                shown.published().source(),
                description == null ? "" : description.strip(),
                "/runs?workflow=" + Urls.encode(name),
                shown.current() && !archived ? startUrl(name) : "",
                source.code().stream().map(WorkflowPage::changed).toList(),
                archived,
                visit.form("workflows", name, archived ? "activate" : "archive"),
                Came.of(name, source.came(), visit.now()),
                workflow.timeout() == null ? "" : Words.limit(workflow.timeout()),
                GraphLayout.draw(GraphFigure.of(workflow, StepLine::url)),
                StepLine.of(workflow),
                RuleLine.of(workflow),
                versions(source),
                compare(source),
                schema == null ? List.of() : InputLine.of(schema),
                schema == null ? null : Code.of(schema),
                Listing.of(source.written(), workflow));
    }

    private static String changed(CodeLedger.Change change) {
        return "%s, on %s".formatted(change.item(), Words.date(change.since()));
    }

    /** Chooses what is shown and what came before it. */
    private static @Nullable Compare compare(Source source) {
        var editions = source.editions();
        if (editions.size() < 2) {
            return null;
        }
        var shown = source.shown().workflow();
        var newest = editions.getFirst().workflow();
        var other = shown.version().equals(newest.version()) ? editions.get(1).workflow() : shown;
        return Compare.of(editions, other, newest);
    }

    private static List<VersionLine> versions(Source source) {
        var lines = new ArrayList<VersionLine>();
        var editions = source.editions();
        for (int i = 0; i < editions.size(); i++) {
            var before = i + 1 < editions.size() ? editions.get(i + 1).workflow() : null;
            lines.add(version(editions.get(i), before, source));
        }
        return lines;
    }

    private static VersionLine version(Edition edition, @Nullable Workflow before, Source source) {
        var workflow = edition.workflow();
        var label = label(workflow);
        long runs = source.versions().getOrDefault(workflow.version(), 0L);
        return new VersionLine(
                label.isEmpty() ? "version" : label,
                hash(workflow.version()),
                url(workflow.name(), workflow.version()),
                workflow.version().equals(source.shown().workflow().version()),
                state(edition),
                runs == 0
                        ? ""
                        : "%s of the last %s"
                                .formatted(
                                        Words.count(runs),
                                        Words.count(source.came().runs(), "run")),
                before == null ? "" : diffUrl(before, workflow));
    }

    private static String state(Edition edition) {
        if (edition.published().archived()) {
            return edition.current() ? "archived" : "";
        }
        return edition.current()
                ? "new runs get this"
                : "published " + Words.date(edition.publishedAt());
    }

    static String label(Workflow workflow) {
        var label = workflow.versionLabel();
        return label == null ? "" : label;
    }

    static String startUrl(String name) {
        return "/runs?start=" + Urls.encode(name) + "#start";
    }

    static String url(String name, String version) {
        return "/workflows/" + Urls.encode(name) + "?version=" + Urls.encode(version);
    }

    static String diffUrl(Workflow from, Workflow to) {
        return "/workflows/%s/diff?from=%s&to=%s"
                .formatted(
                        Urls.encode(to.name()),
                        Urls.encode(from.version()),
                        Urls.encode(to.version()));
    }

    /** Enough of a version for people. */
    static String hash(String version) {
        var hash = version.substring(version.indexOf(':') + 1);
        return hash.length() <= 7 ? hash : hash.substring(0, 7);
    }
}
