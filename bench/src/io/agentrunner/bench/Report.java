package io.agentrunner.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured, in the order in which it was. */
final class Report {

    private final List<Figure> figures = new ArrayList<>();

    /**
     * One figure, measured several times.
     *
     * @param unit for people
     */
    record Figure(String name, String unit, double[] values) {

        Figure {
            values = values.clone();
            Arrays.sort(values);
        }

        double min() {
            return values[0];
        }

        double median() {
            return values[values.length / 2];
        }

        double max() {
            return values[values.length - 1];
        }

        String line() {
            return String.format(
                    Locale.ROOT, "%-58s %12.3f %12.3f %12.3f  %s", name, min(), median(), max(), unit);
        }
    }

    void add(String name, String unit, double... values) {
        var figure = new Figure(name, unit, values);
        figures.add(figure);
        System.out.println(figure.line());
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    static String heading() {
        return String.format(Locale.ROOT, "%-58s %12s %12s %12s", "", "min", "median", "max");
    }
}
