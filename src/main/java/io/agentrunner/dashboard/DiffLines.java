package io.agentrunner.dashboard;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/**
 * Two texts line by line: what is gone, what is new, and a few lines around it; nothing where they
 * are alike.
 */
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
        if (patch.getDeltas().isEmpty()) {
            return new DiffLines(List.of());
        }
        var drawing = new Drawing(from);
        patch.getDeltas().forEach(drawing::add);
        drawing.end();
        return new DiffLines(drawing.lines);
    }

    /** Puts what is gone before what is new, wherever both stand together. */
    private static final class Drawing {
        private final List<String> before;
        private final List<String> gone = new ArrayList<>();
        private final List<String> come = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();

        /** The first line of the old text that is not yet told of. */
        private int next;

        Drawing(List<String> before) {
            this.before = before;
        }

        void add(AbstractDelta<String> delta) {
            int at = delta.getSource().getPosition();
            if (at > next) {
                changes();
                same(at, !lines.isEmpty(), true);
            }
            gone.addAll(delta.getSource().getLines());
            come.addAll(delta.getTarget().getLines());
            next = at + delta.getSource().size();
        }

        void end() {
            changes();
            same(before.size(), !lines.isEmpty(), false);
        }

        private void changes() {
            gone.forEach(text -> add("del", text));
            come.forEach(text -> add("add", text));
            gone.clear();
            come.clear();
        }

        /** What both have up to there: some lines after a change, and some before the next. */
        private void same(int until, boolean after, boolean ahead) {
            int head = after ? Math.min(until, next + AROUND) : next;
            int tail = ahead ? Math.max(head, until - AROUND) : until;
            if (tail - head <= 1) {
                plain(next, until);
                return;
            }
            plain(next, head);
            add("gap", Words.count((long) tail - head, "line") + " alike");
            plain(tail, until);
        }

        private void plain(int from, int until) {
            before.subList(from, until).forEach(text -> add("", text));
        }

        private void add(String css, String text) {
            lines.add(new Line(css, Words.cut(text, LONGEST)));
        }
    }
}
