package io.agentrunner.dashboard;

/** The page of one workflow. */
public record WorkflowPage(Shell shell) {
    static String url(String name, String version) {
        return "/workflows/" + Urls.encode(name) + "?version=" + Urls.encode(version);
    }

    /** Enough of a version for people. */
    static String hash(String version) {
        var hash = version.substring(version.indexOf(':') + 1);
        return hash.length() <= 7 ? hash : hash.substring(0, 7);
    }
}
