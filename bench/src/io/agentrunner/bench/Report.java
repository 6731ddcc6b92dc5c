package io.agentrunner.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What was measured, in the order in which it was; it is printed as it comes. */
final class Report {

    private static final String LINE = "%-52s %12s %12s %12s  %s";

    private final List<Figure> figures;
    private final String scenario;

    Report() {
        this(new ArrayList<>(), "");
    }

    private Report(List<Figure> figures, String scenario) {
        this.figures = figures;
        this.scenario = scenario;
    }

    /**
     * One figure, measured several times.
     *
     * @param unit for people; empty for a ratio
     * @param values in the order in which they were measured
     */
    record Figure(String scenario, String name, String unit, List<Double> values) {

        double min() {
            return sorted().getFirst();
        }

        double median() {
            return sorted().get(values.size() / 2);
        }

        double max() {
            return sorted().getLast();
        }

        private List<Double> sorted() {
            return values.stream().sorted().toList();
        }

        private String line() {
            return LINE.formatted(name, text(min()), text(median()), text(max()), unit);
        }

        private static String text(double value) {
            return String.format(Locale.ROOT, value < 1000 ? "%.3f" : "%.0f", value);
        }
    }

    /** The same report, about what that scenario measures. */
    Report of(Scenario measured) {
        return new Report(figures, measured.name());
    }

    void add(String name, String unit, double... values) {
        var measured = Arrays.stream(values).boxed().toList();
        if (measured.isEmpty() || !measured.stream().allMatch(Double::isFinite)) {
            throw new IllegalStateException(name + " is no figure: " + measured);
        }
        var figure = new Figure(scenario, name, unit, measured);
        figures.add(figure);
        System.out.println(figure.line());
    }

    /** Says that something can't be measured, and why. */
    void skip(String why) {
        System.out.println(scenario + ": skipped, " + why);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    OptionalDouble median(String name) {
        return figures.stream()
                .filter(it -> it.name().equals(name))
                .mapToDouble(Figure::median)
                .findFirst();
    }

    static String heading() {
        return LINE.formatted("", "min", "median", "max", "unit");
    }
}
