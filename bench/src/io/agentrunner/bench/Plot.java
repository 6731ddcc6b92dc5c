package io.agentrunner.bench;

import java.util.List;
import java.util.Locale;

/** Runs a second as bars, beside each other for each number in flight; for light and dark pages. */
record Plot(Report report) {

    private static final List<String> SERIES = List.of("ceiling", "engine", "HTTP", "DBOS");
    private static final List<Integer> GROUPS = List.of(1, 16, 64, 256);

    private static final int WIDTH = 760;
    private static final int FLOOR = 300;
    private static final int HIGHEST = 230;
    private static final int BAR = 38;
    private static final int GROUP = 180;
    private static final int LEFT = 30;

    String svg() {
        var svg = new StringBuilder(head());
        for (int i = 0; i < SERIES.size(); i++) {
            legend(svg, i);
        }
        text(svg, WIDTH - 10, 23, "end", "runs of three durable steps a second");
        double most = most();
        for (int group = 0; group < GROUPS.size(); group++) {
            for (int i = 0; i < SERIES.size(); i++) {
                bar(svg, group, i, most);
            }
            text(
                    svg,
                    LEFT + group * GROUP + 2 * BAR,
                    FLOOR + 18,
                    "middle",
                    GROUPS.get(group) + " in flight");
        }
        svg.append(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n"
                        .formatted(LEFT - 10, FLOOR, WIDTH - 10, FLOOR));
        return svg.append("</svg>\n").toString();
    }

    private static String head() {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 340" font-family="sans-serif" font-size="12">
        <style>
        text { fill: #333 } line { stroke: #888 }
        .ceiling { fill: #9aa3ad } .engine { fill: #2f81f7 } .HTTP { fill: #2da44e } .DBOS { fill: #d4762c }
        @media (prefers-color-scheme: dark) { text { fill: #ddd } }
        </style>
        <title>Runs of three durable steps a second, by how many are in flight</title>
        """
                .formatted(WIDTH);
    }

    private void bar(StringBuilder svg, int group, int series, double most) {
        var name = SERIES.get(series);
        var runs = report.median(name + " at " + GROUPS.get(group));
        if (runs.isEmpty()) {
            return;
        }
        int height = (int) Math.round(HIGHEST * runs.getAsDouble() / most);
        int x = LEFT + group * GROUP + series * BAR;
        rectangle(svg, name, x, FLOOR - height, BAR - 4, height);
        var value = String.format(Locale.ROOT, "%,.0f", runs.getAsDouble());
        text(svg, x + BAR / 2 - 2, FLOOR - height - 4, "middle", value);
    }

    private static void legend(StringBuilder svg, int series) {
        int x = LEFT + series * 100;
        rectangle(svg, SERIES.get(series), x, 12, 12, 12);
        text(svg, x + 18, 23, "start", SERIES.get(series));
    }

    private double most() {
        return SERIES.stream()
                .flatMap(name -> GROUPS.stream().map(group -> report.median(name + " at " + group)))
                .mapToDouble(it -> it.orElse(1))
                .max()
                .orElse(1);
    }

    private static void rectangle(
            StringBuilder svg, String series, int x, int y, int width, int height) {
        svg.append(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n"
                        .formatted(series, x, y, width, height));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n"
                        .formatted(x, y, anchor, text));
    }
}
