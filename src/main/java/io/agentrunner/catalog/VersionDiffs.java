package io.agentrunner.catalog;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.QueryParameter;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the two versions that somebody wants to compare. */
public final class VersionDiffs {

    private final PublishedWorkflows workflows;

    VersionDiffs(PublishedWorkflows workflows) {
        this.workflows = workflows;
    }

    /** Two versions of one workflow. */
    public record Pair(Edition from, Edition to) {

        public VersionDiff diff() {
            return VersionDiff.of(from.workflow(), to.workflow());
        }
    }

    /**
     * Both versions; fails with a problem for one that is not given or not known.
     *
     * @param from as it stands in the address
     */
    public CompletionStage<Pair> find(String name, @Nullable String from, @Nullable String to) {
        var before = given("from", from);
        var after = given("to", to);
        return find(name, before)
                .thenCompose(one -> find(name, after).thenApply(other -> new Pair(one, other)));
    }

    private static String given(String parameter, @Nullable String version) {
        if (version == null || version.isEmpty()) {
            throw QueryParameter.bad(
                    parameter, "must be a version, like sha256:4be1f09…", "nothing");
        }
        return version;
    }

    private CompletionStage<Edition> find(String name, String version) {
        return workflows
                .edition(name, version)
                .thenApply(found -> found.orElseThrow(() -> unknown(name, version)));
    }

    private static Problem unknown(String name, String version) {
        return new Problem(
                ProblemType.NOT_FOUND,
                "There is no version %s of a workflow `%s`. GET /workflows/%s/versions lists what there is."
                        .formatted(version, name, name));
    }
}
