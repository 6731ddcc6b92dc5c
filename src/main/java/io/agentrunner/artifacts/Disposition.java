package io.agentrunner.artifacts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The header {@code Content-Disposition}, under a file name that is safe to save. */
final class Disposition {

    private Disposition() {}

    static String of(ArtifactRow row) {
        var how = ContentTypes.isShown(row.contentType) ? "inline" : "attachment";
        var file = fileName(row.name);
        return "%s; filename=\"%s\"; filename*=UTF-8''%s"
                .formatted(how, file.replaceAll("[^A-Za-z0-9._ -]", "_"), encoded(file));
    }

    /** The last part of a path, without what some system takes for something else than a name. */
    private static String fileName(String path) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        var plain =
                last.replaceAll("[\\p{Cntrl}\\p{Cf}\\\\:*?\"<>|]", "_").replaceAll("^\\.+", "_");
        return plain.isBlank() ? "artifact" : plain;
    }

    private static String encoded(String file) {
        return URLEncoder.encode(file, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
