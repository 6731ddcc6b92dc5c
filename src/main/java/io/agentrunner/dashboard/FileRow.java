package io.agentrunner.dashboard;

import io.agentrunner.run.Artifact;
import org.jspecify.annotations.Nullable;

/**
 * A file that a run produced.
 *
 * @param url where its bytes are
 * @param previewUrl shows it on the page, or hides it again; empty where it can't be shown
 * @param preview the file itself, when it is to be shown
 */
public record FileRow(
        String id,
        String name,
        String size,
        String step,
        String url,
        String previewUrl,
        boolean isLog,
        @Nullable Preview preview) {

    static FileRow of(Artifact artifact, String step, @Nullable Preview preview) {
        var id = artifact.id().toString();
        var toggle = preview == null ? "?artifact=" + id + "#a-" + id : "?#artifacts";
        return new FileRow(
                id,
                artifact.name(),
                Words.size(artifact.size()),
                step,
                "/artifacts/" + id + "/content",
                Preview.isPossible(artifact) ? toggle : "",
                artifact.kind().equals("log"),
                preview);
    }
}
