package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.dashboard.Shell.Visit;
import java.util.List;

/**
 * The list of workflows.
 *
 * @param command what to type to publish one, exactly
 */
public record WorkflowsPage(Shell shell, String headline, List<Row> rows, String command) {

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
            String startUrl) {

        static Row of(Edition edition) {
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
                    published.archived() ? "" : WorkflowPage.startUrl(workflow.name()));
        }
    }

    static WorkflowsPage of(List<Edition> all, Visit visit) {
        var headline = Words.count(all.size(), "workflow") + " can be run here";
        var command =
                "curl -X POST %s/workflows -H 'Content-Type: application/yaml' --data-binary @workflow.yaml"
                        .formatted(visit.address());
        return new WorkflowsPage(
                visit.shell("Workflows", "workflows", ""),
                all.isEmpty() ? "None is published yet" : headline,
                all.stream().map(Row::of).toList(),
                command);
    }
}
