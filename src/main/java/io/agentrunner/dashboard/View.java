package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Lines.Opened;

/**
 * What of a run a reader chose to see, as it stands in the address.
 *
 * @param step the step whose panel is shown, or empty
 */
record View(String step, Opened opened) {

    static final View PLAIN = new View("", Opened.NOTHING);

    boolean selects(String path) {
        return path.equals(step);
    }

    /** Shows that step too; what is open stays open. */
    String url(String path) {
        return "?" + ManyRow.query(opened) + "step=" + Urls.encode(path) + "#step";
    }
}
