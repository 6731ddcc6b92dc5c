package io.agentrunner.dashboard;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.List;

/** Two texts line by line: what is gone, what is new, and a few lines around it. */
public record DiffLines(List<Line> lines) {

    /** As many lines of each are compared. */
    static final int MOST = 3_000;

    private static final int AROUND = 3;
    private static final int LONGEST = 500;

    /**
     * A line.
     *
     * @param css {@code add}, {@code del}, {@code gap} for lines that are left out, or empty
     */
    public record Line(String css, String text) {}

    static DiffLines of(List<String> before, List<String> after) {
        var from = before.stream().limit(MOST).toList();
        var to = after.stream().limit(MOST).toList();
        var patch = DiffUtils.diff(from, to, new MyersDiffWithLinearSpace<>(), null);
        var drawing = new Drawing(from);
        patch.getDeltas().forEach(drawing::add);
        drawing.end();
        return new DiffLines(drawing.lines);
    }

    private static final class Drawing {
        private final List<String> before;
        private final List<Line> lines = new ArrayList<>();

        /** The first line that is not yet told of. */
        private int next;

        Drawing(List<String> before) {
            this.before = before;
        }

        void add(AbstractDelta<String> delta) {
            int at = delta.getSource().getPosition();
            around(at, lines.isEmpty());
            lines(delta.getSource(), "del");
            lines(delta.getTarget(), "add");
            next = at + delta.getSource().size();
        }

        private void lines(Chunk<String> chunk, String css) {
            chunk.getLines().forEach(text -> add(css, text));
        }

        /**
         * What both have in common up to there: the end of it, and the beginning after a change.
         */
        private void around(int until, boolean first) {
            int head = first ? next : Math.min(until, next + AROUND);
            int tail = Math.max(head, until - AROUND);
            same(next, head);
            if (tail > head) {
                add("gap", Words.count((long) tail - head, "line") + " alike");
            }
            same(tail, until);
        }

        void end() {
            int head = lines.isEmpty() ? next : Math.min(before.size(), next + AROUND);
            same(next, head);
            if (before.size() > head) {
                add("gap", Words.count((long) before.size() - head, "line") + " alike");
            }
        }

        private void same(int from, int to) {
            before.subList(from, to).forEach(text -> add("", text));
        }

        private void add(String css, String text) {
            lines.add(new Line(css, Words.cut(text, LONGEST)));
        }
    }
}
