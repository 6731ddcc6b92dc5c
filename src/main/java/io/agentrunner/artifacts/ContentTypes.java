package io.agentrunner.artifacts;

import java.util.Locale;
import java.util.Map;

/** What kind of file a name promises, by its extension. */
final class ContentTypes {

    private static final String UNKNOWN = "application/octet-stream";
    private static final String TEXT = "text/plain;charset=utf-8";

    private static final Map<String, String> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("txt", TEXT),
                    Map.entry("log", TEXT),
                    Map.entry("out", TEXT),
                    Map.entry("properties", TEXT),
                    Map.entry("yaml", "application/yaml"),
                    Map.entry("yml", "application/yaml"),
                    Map.entry("md", "text/markdown;charset=utf-8"),
                    Map.entry("csv", "text/csv;charset=utf-8"),
                    Map.entry("html", "text/html;charset=utf-8"),
                    Map.entry("htm", "text/html;charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("ndjson", "application/x-ndjson"),
                    Map.entry("xml", "application/xml"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("jar", "application/java-archive"),
                    Map.entry("gz", "application/gzip"),
                    Map.entry("tgz", "application/gzip"),
                    Map.entry("tar", "application/x-tar"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("svg", "image/svg+xml"));

    private ContentTypes() {}

    static String of(String name) {
        var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }

    /** Whether a browser may show it by itself: only what can't contain a script. */
    static boolean isShown(String contentType) {
        return switch (contentType.split(";", 2)[0]) {
            case "text/plain", "text/markdown", "text/csv" -> true;
            case "application/json", "application/x-ndjson", "application/yaml" -> true;
            case "image/png", "image/jpeg", "image/gif", "image/webp" -> true;
            default -> false;
        };
    }
}
