package io.agentrunner.dashboard;

import io.agentrunner.dashboard.BoxLayout.Size;
import io.agentrunner.dashboard.Drawing.Box;
import io.agentrunner.dashboard.Drawing.Label;
import io.agentrunner.dashboard.Drawing.Path;
import io.agentrunner.dashboard.GraphFigure.Step;
import io.agentrunner.dashboard.GraphFigure.Way;
import io.agentrunner.dashboard.Lanes.Span;
import io.agentrunner.workflow.Graph.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places a graph: the timeline from top to bottom around x = 0, ways forward on its right, ways
 * back on its left, each with its label where it leaves its step. Pure.
 */
final class GraphLayout {

    private static final int PAD = 12;
    private static final int GAP = 26;
    private static final int LINE = 15;
    private static final int ROW = 24;
    private static final int FIRST_ROW = 34;
    private static final int ENTRY = 11;
    private static final int LANE = 14;
    private static final int AWAY = 12;
    private static final int TIP = 8;
    private static final int FAIL_WIDTH = 56;
    private static final int FAIL_HEIGHT = 22;
    private static final double CHARACTER = 6.3;

    private final GraphFigure figure;
    private final Map<String, List<Way>> ways;
    private final Map<String, Place> places = new HashMap<>();
    private final List<Box> boxes = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();

    /** Where a step of the timeline is. */
    private record Place(int x, int y, Size size) {
        int right() {
            return x + size.width();
        }

        int bottom() {
            return y + size.height();
        }

        int entry() {
            return y + ENTRY;
        }
    }

    /** A way beside the timeline, which leaves its step at that height. */
    private record Side(Way way, Place from, int y) {

        int labelWidth() {
            return (int) Math.ceil(way.label().length() * CHARACTER);
        }
    }

    private GraphLayout(GraphFigure figure) {
        this.figure = figure;
        this.ways = figure.byStep();
    }

    static Drawing draw(GraphFigure figure) {
        return new GraphLayout(figure).draw();
    }

    private Drawing draw() {
        int height = placeSteps();
        int right = drawForward(sides(Set.of(Kind.SKIP, Kind.FAIL)));
        int left = drawBack(sides(Set.of(Kind.BACK)));
        return new Drawing(
                left - PAD,
                right - left + 2 * PAD,
                height,
                figure.title(),
                boxes,
                paths,
                labels,
                figure.told());
    }

    private int placeSteps() {
        int y = PAD;
        for (var step : figure.steps()) {
            var size = BoxLayout.size(step);
            int rows =
                    Math.max(
                            count(step, Set.of(Kind.BACK)),
                            count(step, Set.of(Kind.SKIP, Kind.FAIL)));
            int height = Math.max(size.height(), FIRST_ROW + ROW * (rows - 1) + AWAY);
            var place = new Place(-size.width() / 2, y, new Size(size.width(), height));
            places.put(step.id(), place);
            boxes.addAll(BoxLayout.boxes(step, place.x(), place.y(), place.size()));
            y = drawNext(step, place.bottom());
        }
        boxes.add(
                new Box(
                        "n-end", "", -TIP, y, 2 * TIP, 2 * TIP, "", "", "", "", "", false,
                        "The end"));
        labels.add(new Label("axis", AWAY + 2, y + AWAY, "end", ""));
        return y + 2 * TIP + PAD;
    }

    private int count(Step step, Set<Kind> kinds) {
        return (int) from(step).stream().filter(way -> kinds.contains(way.kind())).count();
    }

    private List<Way> from(Step step) {
        return ways.getOrDefault(step.id(), List.of());
    }

    /** The way down, with what has to apply beside it; returns where the next step begins. */
    private int drawNext(Step step, int top) {
        var next = from(step).stream().filter(way -> way.kind() == Kind.NEXT).toList();
        var said = next.stream().filter(way -> !way.label().isEmpty()).toList();
        int bottom = top + Math.max(GAP, AWAY + LINE * said.size());
        for (int i = 0; i < said.size(); i++) {
            label(said.get(i), AWAY, top + LINE * (i + 1), "rule");
        }
        if (!next.isEmpty()) {
            var css = next.stream().map(Way::css).filter("taken"::equals).findFirst();
            boolean dim = next.stream().allMatch(way -> way.css().equals("dim"));
            paths.add(
                    new Path(
                            css.orElse(dim ? "dim" : ""),
                            "M0 %dV%d".formatted(top, bottom - TIP),
                            "M-4 %dh8l-4 8z".formatted(bottom - TIP),
                            next.getFirst().words()));
        }
        return bottom;
    }

    /** What leaves the timeline to that side, from top to bottom. */
    private List<Side> sides(Set<Kind> kinds) {
        var sides = new ArrayList<Side>();
        for (var step : figure.steps()) {
            var place = places.get(step.id());
            int row = 0;
            for (var way : from(step)) {
                if (place != null && kinds.contains(way.kind())) {
                    sides.add(new Side(way, place, place.y() + FIRST_ROW + ROW * row++));
                }
            }
        }
        return sides;
    }

    private Lanes<Side> lanes(List<Side> sides) {
        var spans = new ArrayList<Span<Side>>();
        for (var side : sides) {
            var to = places.get(side.way().edge().to());
            if (to != null) {
                int other = to.entry();
                spans.add(new Span<>(side, Math.min(side.y(), other), Math.max(side.y(), other)));
            }
        }
        return new Lanes<>(spans);
    }

    /** Returns how far to the right it reaches. */
    private int drawForward(List<Side> sides) {
        int inner = places.values().stream().mapToInt(Place::right).max().orElse(0);
        for (var side : sides) {
            int fail = side.way().kind() == Kind.FAIL ? FAIL_WIDTH : 0;
            inner = Math.max(inner, side.from().right() + 2 * AWAY + side.labelWidth() + fail);
        }
        var lanes = lanes(sides);
        for (var side : sides) {
            int from = side.from().right();
            label(side.way(), from + AWAY, side.y() - 5, "rule");
            var to = places.get(side.way().edge().to());
            if (to == null) {
                drawFail(side, from, from + 2 * AWAY + side.labelWidth());
            } else {
                int lane = inner + AWAY / 2 + LANE * lanes.of(side);
                drawAround(side, from, lane, to.right() + TIP, to.entry(), -TIP);
            }
        }
        return inner + LANE * lanes.count();
    }

    /** Returns how far to the left it reaches. */
    private int drawBack(List<Side> sides) {
        int inner = places.values().stream().mapToInt(Place::x).min().orElse(0);
        for (var side : sides) {
            inner = Math.min(inner, side.from().x() - 2 * AWAY - side.labelWidth());
        }
        var lanes = lanes(sides);
        for (var side : sides) {
            int from = side.from().x();
            label(side.way(), from - AWAY, side.y() - 5, "rule end");
            var to = places.get(side.way().edge().to());
            if (to != null) {
                int lane = inner - AWAY / 2 - LANE * lanes.of(side);
                drawAround(side, from, lane, to.x() - TIP, to.entry(), TIP);
            }
        }
        return inner - LANE * lanes.count();
    }

    private void drawAround(Side side, int from, int lane, int end, int entry, int tip) {
        var line = "M%d %dH%dV%dH%d".formatted(from, side.y(), lane, entry, end);
        var head = "M%d %dv8l%d -4z".formatted(end, entry - 4, tip);
        paths.add(new Path(css(side.way()), line, head, side.way().words()));
    }

    private void drawFail(Side side, int from, int end) {
        var way = side.way();
        int y = side.y();
        paths.add(
                new Path(
                        css(way),
                        "M%d %dH%d".formatted(from, y, end - TIP),
                        "M%d %dv8l8 -4z".formatted(end - TIP, y - 4),
                        way.words()));
        boxes.add(
                new Box(
                        "n-fail " + way.css(),
                        "is-failed",
                        end,
                        y - FAIL_HEIGHT / 2,
                        FAIL_WIDTH - AWAY,
                        FAIL_HEIGHT,
                        "fail",
                        "",
                        "",
                        "",
                        "",
                        false,
                        way.words()));
    }

    private static String css(Way way) {
        var kind =
                switch (way.kind()) {
                    case FAIL -> "alt is-failed ";
                    case BACK -> "alt is-waiting ";
                    case SKIP, NEXT -> "alt ";
                };
        return (kind + way.css()).strip();
    }

    private void label(Way way, int x, int y, String css) {
        var all = (css + " " + way.css()).strip();
        labels.add(new Label(all, x, y, way.label(), way.words()));
    }
}
