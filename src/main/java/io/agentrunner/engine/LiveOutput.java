package io.agentrunner.engine;

/** Takes what an attempt says while it works. Shown live, bounded, not journalled. */
public interface LiveOutput {

    /**
     * One line, without its end.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    void line(String stream, String text);
}
