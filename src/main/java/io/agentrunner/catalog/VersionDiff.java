package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.JsonDiff;
import io.agentrunner.workflow.Workflow;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one version of a workflow to another.
 *
 * @param patch RFC 6902: turns the canonical definition of the one into that of the other
 */
public record VersionDiff(
        String workflow, Side from, Side to, JsonNode patch, VersionChanges summary) {

    /** One of the two. */
    public record Side(String version, @Nullable String versionLabel) {

        static Side of(Workflow workflow) {
            return new Side(workflow.version(), workflow.versionLabel());
        }
    }

    public static VersionDiff of(Workflow from, Workflow to) {
        var before = Json.parse(from.definition());
        var after = Json.parse(to.definition());
        var plain =
                EnumSet.of(
                        DiffFlags.OMIT_VALUE_ON_REMOVE,
                        DiffFlags.OMIT_MOVE_OPERATION,
                        DiffFlags.OMIT_COPY_OPERATION);
        return new VersionDiff(
                to.name(),
                Side.of(from),
                Side.of(to),
                JsonDiff.asJson(before, after, plain),
                VersionChanges.of(before, after));
    }
}
