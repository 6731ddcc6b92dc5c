package io.agentrunner.dashboard;

import java.util.List;

/**
 * A graph with every line of it placed, in pixels.
 *
 * @param left where the drawing begins; its timeline is around 0
 * @param title what a screen reader calls it
 * @param told the same in words, a line for each step
 */
public record Drawing(
        int left,
        int width,
        int height,
        String title,
        List<Box> boxes,
        List<Path> paths,
        List<Label> labels,
        List<Told> told) {

    /**
     * A step.
     *
     * @param css names what it looks like: {@code n-group} where others are inside
     * @param url leads to more about it, or is empty
     * @param icon of its state, or empty
     * @param count how often, where it is more than once
     * @param selected what it leads to is shown
     */
    public record Box(
            String css,
            String state,
            int x,
            int y,
            int width,
            int height,
            String name,
            String type,
            String url,
            String icon,
            String count,
            boolean selected,
            String title) {

        private static final int LOW = 30;

        /** The end is a circle. */
        public int round() {
            return Math.min(7, height / 2) + (name.isEmpty() ? 1 : 0);
        }

        public String nameCss() {
            return height < LOW ? "c" : "ink";
        }

        public int textX() {
            return x + 12;
        }

        public int nameY() {
            return height < LOW ? y + 15 : y + 18;
        }

        public int typeY() {
            return y + 33;
        }

        public int iconX() {
            return x + width - 26;
        }

        public int iconY() {
            return y + 7;
        }

        public int countX() {
            return x + width - 12;
        }

        public int countY() {
            return y + 35;
        }
    }

    /**
     * A way.
     *
     * @param tip the head of its arrow
     */
    public record Path(String css, String line, String tip, String title) {}

    public record Label(String css, int x, int y, String text, String title) {}

    /** A step in words, and the ways that lead from it. */
    public record Told(String step, String url, String words, List<String> ways) {}
}
