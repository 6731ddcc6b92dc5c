package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one version of a workflow.
 *
 * @param startUrl shows the form that starts it; empty for a version that is not the current one
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
        List<StepLine> steps,
        List<VersionLine> versions,
        @Nullable Code inputs,
        Code definition) {

    public record StepLine(
            String name, String type, String description, String timeout, String retry) {

        static StepLine of(Step step) {
            var description = step.description();
            return new StepLine(
                    step.name(),
                    step.type(),
                    description == null ? "" : description,
                    Words.limit(step.timeout()),
                    retry(step.retry()));
        }

        private static String retry(RetryPolicy policy) {
            return policy.maxAttempts() == 1
                    ? "1 attempt"
                    : "up to " + Words.count(policy.maxAttempts(), "attempt");
        }
    }

    public record VersionLine(
            String label, String hash, String url, boolean selected, String state) {}

    static WorkflowPage of(Edition shown, List<Edition> versions, Visit visit) {
        var workflow = shown.workflow();
        var name = workflow.name();
        var schema = workflow.inputsSchema();
        var description = workflow.description();
        boolean startable = shown.current() && !shown.published().archived();
        return new WorkflowPage(
                visit.shell(name, "workflows", ""),
                name,
                label(workflow),
                hash(workflow.version()),
                shown.published().source(),
                description == null ? "" : description.strip(),
                "/runs?workflow=" + Urls.encode(name),
                startable ? startUrl(name) : "",
                workflow.timeline().stream().map(StepLine::of).toList(),
                versions.stream().map(it -> version(it, workflow)).toList(),
                schema == null ? null : Code.of(schema),
                Code.of(workflow.definition()));
    }

    private static VersionLine version(Edition edition, Workflow shown) {
        var workflow = edition.workflow();
        var label = label(workflow);
        return new VersionLine(
                label.isEmpty() ? "version" : label,
                hash(workflow.version()),
                url(workflow.name(), workflow.version()),
                workflow.version().equals(shown.version()),
                state(edition));
    }

    private static String state(Edition edition) {
        if (edition.published().archived()) {
            return "archived";
        }
        return edition.current()
                ? "new runs get this"
                : "published " + Words.day(edition.publishedAt());
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

    /** Enough of a version for people. */
    static String hash(String version) {
        var hash = version.substring(version.indexOf(':') + 1);
        return hash.length() <= 7 ? hash : hash.substring(0, 7);
    }
}
