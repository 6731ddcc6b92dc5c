package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.journal.RecentRuns;
import java.util.List;
import java.util.Map;

/**
 * The list of workflows.
 *
 * @param recent of how many runs the numbers are
 * @param nextUrl leads to those that come after, or is empty
 * @param command what to type to publish one, exactly
 */
public record WorkflowsPage(
        Shell shell,
        String headline,
        List<Filter> filters,
        List<Row> rows,
        String recent,
        String nextUrl,
        String command) {

    /** As many are on one page. */
    static final int MOST = 100;

    /** A choice among them. */
    public record Filter(String word, String count, String url, boolean selected) {}

    /**
     * One workflow in its current version.
     *
     * @param startUrl shows the form that starts it, or empty
     */
    public record Row(
            String name,
            String url,
            String description,
            String steps,
            String version,
            String hash,
            String source,
            String startUrl,
            Came came) {

        static Row of(Edition edition, Came came) {
            var published = edition.published();
            var workflow = published.workflow();
            var description = workflow.description();
            return new Row(
                    workflow.name(),
                    "/workflows/" + Urls.encode(workflow.name()),
                    description == null ? "" : description.strip(),
                    Words.count(workflow.timeline().size(), "step"),
                    WorkflowPage.label(workflow),
                    WorkflowPage.hash(workflow.version()),
                    published.source(),
                    published.archived() ? "" : WorkflowPage.startUrl(workflow.name()),
                    came);
        }
    }

    /**
     * Which of all workflows somebody wants to see.
     *
     * @param after the name after which they begin, or empty
     */
    record Choice(boolean archived, String after) {

        List<Edition> of(List<Edition> all) {
            return all.stream()
                    .filter(edition -> edition.published().archived() == archived)
                    .filter(edition -> edition.workflow().name().compareTo(after) > 0)
                    .toList();
        }

        String url(String next) {
            var query =
                    (archived ? "&archived=true" : "") + (next.isEmpty() ? "" : "&after=" + next);
            return "/workflows" + (query.isEmpty() ? "" : "?" + query.substring(1));
        }
    }

    static WorkflowsPage of(
            List<Edition> all, Choice choice, Map<String, RecentRuns.Came> came, Visit visit) {
        var chosen = choice.of(all);
        var shown = chosen.stream().limit(MOST).toList();
        var rows = shown.stream().map(it -> Row.of(it, came(it, came, visit))).toList();
        var command =
                "curl -X POST %s/workflows -H 'Content-Type: application/yaml' --data-binary @workflow.yaml"
                        .formatted(visit.address());
        long archived = all.stream().filter(it -> it.published().archived()).count();
        long active = all.size() - archived;
        return new WorkflowsPage(
                visit.shell("Workflows", "workflows", ""),
                all.isEmpty()
                        ? "None is published yet"
                        : Words.count(active, "workflow") + " can be run here",
                archived == 0 && !choice.archived()
                        ? List.of()
                        : List.of(
                                filter("Active", active, false, choice),
                                filter("Archived", archived, true, choice)),
                rows,
                Words.count(RecentRuns.RECENT),
                chosen.size() > shown.size() ? choice.url(rows.getLast().name()) : "",
                command);
    }

    private static Filter filter(String word, long count, boolean archived, Choice choice) {
        return new Filter(
                word,
                Words.count(count),
                new Choice(archived, "").url(""),
                choice.archived() == archived);
    }

    private static Came came(Edition edition, Map<String, RecentRuns.Came> came, Visit visit) {
        var name = edition.workflow().name();
        return Came.of(name, came.getOrDefault(name, RecentRuns.Came.NONE), visit.now());
    }
}
