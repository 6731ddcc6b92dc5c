package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workflows as they are answered. */
final class WorkflowView {

    private WorkflowView() {}

    /**
     * A workflow in a list.
     *
     * @param steps how many
     */
    record Listed(
            String name,
            String version,
            @Nullable String versionLabel,
            @Nullable String description,
            int steps,
            String source,
            boolean archived) {

        static Listed of(Edition edition) {
            var workflow = edition.workflow();
            return new Listed(
                    workflow.name(),
                    workflow.version(),
                    workflow.versionLabel(),
                    workflow.description(),
                    workflow.timeline().size(),
                    edition.published().source(),
                    edition.published().archived());
        }
    }

    /** A version in the list of its workflow. */
    record Version(
            String version,
            @Nullable String versionLabel,
            @Nullable String description,
            int steps,
            String source,
            Instant publishedAt,
            boolean current) {

        static Version of(Edition edition) {
            var workflow = edition.workflow();
            return new Version(
                    workflow.version(),
                    workflow.versionLabel(),
                    workflow.description(),
                    workflow.timeline().size(),
                    edition.published().source(),
                    edition.publishedAt(),
                    edition.current());
        }
    }

    /** All of a version: its definition, and what became of it. */
    static ObjectNode of(Edition edition) {
        return of(edition.workflow())
                .put("source", edition.published().source())
                .put("publishedAt", edition.publishedAt().toString())
                .put("current", edition.current())
                .put("archived", edition.published().archived());
    }

    /** The same, and which code has changed under it. */
    static ObjectNode of(Edition edition, List<CodeLedger.Change> changes) {
        var view = of(edition);
        var list = view.putArray("codeChanges");
        for (var change : changes) {
            list.addObject()
                    .put("item", change.item())
                    .put("hash", change.hash())
                    .put("since", change.since().toString());
        }
        return view;
    }

    /** The definition as it was read. */
    static ObjectNode of(Workflow workflow, List<Mistake> warnings) {
        return with(of(workflow), warnings);
    }

    /** With what is possible and hardly meant. */
    static ObjectNode with(ObjectNode view, List<Mistake> warnings) {
        var list = view.putArray("warnings");
        for (var warning : warnings) {
            list.addObject()
                    .put("path", warning.path())
                    .put("line", warning.line())
                    .put("column", warning.column())
                    .put("message", warning.message());
        }
        return view;
    }

    /** The definition, its graph, and the version that it is known by. */
    private static ObjectNode of(Workflow workflow) {
        ObjectNode view = Json.parse(workflow.definition()).deepCopy();
        view.putPOJO("graph", GraphView.of(workflow));
        return view.put("version", workflow.version()).put("structure", Structure.hash(workflow));
    }
}
