package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Drawing.Box;
import io.agentrunner.dashboard.GraphFigure.Step;
import java.util.ArrayList;
import java.util.List;

/** How large a step is drawn, and where the steps inside it are. Pure. */
final class BoxLayout {

    private static final int HEIGHT = 44;
    private static final int NARROWEST = 132;
    private static final int WIDEST = 236;
    private static final int MOST_NAME = 24;
    private static final int MOST_TYPE = 32;
    private static final double NAME_CHARACTER = 7.1;
    private static final double TYPE_CHARACTER = 6.1;
    private static final int SIDES = 24;
    private static final int ICON = 24;
    private static final int GAP = 8;

    /** A row of steps inside another begins anew beyond this. */
    private static final int ROW_WIDTH = 480;

    private BoxLayout() {}

    record Size(int width, int height) {}

    static Size size(Step step) {
        if (!step.isGroup()) {
            int text = text(step) + SIDES + (step.icon().isEmpty() ? 0 : ICON);
            return new Size(Math.clamp(text, NARROWEST, WIDEST), HEIGHT);
        }
        var rows = rows(step.inside());
        int inner = rows.stream().mapToInt(BoxLayout::width).max().orElse(0);
        int width = Math.max(inner, Math.min(WIDEST, text(step) + ICON)) + 2 * GAP;
        int height = rows.stream().mapToInt(row -> height(row) + GAP).sum();
        return new Size(width, HEIGHT + height);
    }

    private static int text(Step step) {
        double name = Math.min(MOST_NAME, step.name().length()) * NAME_CHARACTER;
        double type =
                Math.min(MOST_TYPE, step.type().length()) * TYPE_CHARACTER
                        + step.count().length() * TYPE_CHARACTER;
        return (int) Math.ceil(Math.max(name, type));
    }

    private static List<List<Step>> rows(List<Step> steps) {
        var rows = new ArrayList<List<Step>>();
        for (var step : steps) {
            if (rows.isEmpty() || width(rows.getLast()) + GAP + size(step).width() > ROW_WIDTH) {
                rows.add(new ArrayList<>());
            }
            rows.getLast().add(step);
        }
        return rows;
    }

    private static int width(List<Step> row) {
        return row.stream().mapToInt(step -> size(step).width() + GAP).sum() - GAP;
    }

    private static int height(List<Step> row) {
        return row.stream().mapToInt(step -> size(step).height()).max().orElse(0);
    }

    /**
     * The box of a step, and those of the steps inside it.
     *
     * @param size as much as it is given, which may be more than it needs
     */
    static List<Box> boxes(Step step, int x, int y, Size size) {
        var boxes = new ArrayList<Box>();
        boxes.add(box(step, x, y, size));
        int top = y + HEIGHT;
        for (var row : rows(step.inside())) {
            int left = x + (size.width() - width(row)) / 2;
            for (var inside : row) {
                var its = size(inside);
                boxes.addAll(boxes(inside, left, top, its));
                left += its.width() + GAP;
            }
            top += height(row) + GAP;
        }
        return boxes;
    }

    private static Box box(Step step, int x, int y, Size size) {
        boolean begun = !step.icon().isEmpty();
        var look = step.isGroup() ? "n-group" : "n-box";
        return new Box(
                begun ? look + " n-live" : look,
                begun ? step.state() : "",
                x,
                y,
                size.width(),
                size.height(),
                Words.clip(step.name(), MOST_NAME),
                Words.clip(step.type(), MOST_TYPE),
                step.url(),
                step.icon(),
                step.count(),
                step.selected(),
                step.name() + ": " + step.words());
    }
}
