package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.VersionDiffs.Pair;
import io.agentrunner.catalog.WrittenSources.Written;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.dashboard.WorkflowPage.Compare;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/**
 * The page of what changed between two versions.
 *
 * @param changes in words
 * @param note which texts are compared
 */
public record WorkflowDiffPage(
        Shell shell,
        String name,
        String url,
        Side from,
        Side to,
        String swapUrl,
        List<String> changes,
        List<DiffLines.Line> lines,
        String note,
        Compare compare) {

    /** One of the two. */
    public record Side(String label, String hash, String url) {

        static Side of(Workflow workflow) {
            var label = WorkflowPage.label(workflow);
            return new Side(
                    label.isEmpty() ? "version" : label,
                    WorkflowPage.hash(workflow.version()),
                    WorkflowPage.url(workflow.name(), workflow.version()));
        }
    }

    /** Everything a page is made from. */
    record Source(
            Pair pair, List<Edition> editions, Optional<Written> before, Optional<Written> after) {

        /** Texts are compared where there are two of one kind. */
        private boolean hasTexts() {
            return before.isPresent()
                    && after.isPresent()
                    && before.get().format() == after.get().format();
        }
    }

    static WorkflowDiffPage of(Source source, Visit visit) {
        var from = source.pair().from().workflow();
        var to = source.pair().to().workflow();
        boolean texts = source.hasTexts();
        var lines =
                DiffLines.of(
                        texts ? lines(source.before()) : Listing.lines(from),
                        texts ? lines(source.after()) : Listing.lines(to));
        return new WorkflowDiffPage(
                visit.shell(to.name() + ", changes", "workflows", ""),
                to.name(),
                "/workflows/" + Urls.encode(to.name()),
                Side.of(from),
                Side.of(to),
                WorkflowPage.diffUrl(to, from),
                source.pair().diff().summary().sentences(),
                lines.lines(),
                texts ? "as they were written" : "definitions as JSON",
                Compare.of(source.editions(), from, to));
    }

    private static List<String> lines(Optional<Written> written) {
        return written.map(it -> it.text().lines().toList()).orElse(List.of());
    }
}
