package io.agentrunner.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two things measured in turns, so that whatever the machine does meanwhile meets both.
 *
 * @param allowed the most that is possible
 * @param reached what is judged by that
 */
record SideBySide(Side allowed, Side reached) {

    /**
     * One of the two.
     *
     * @param runsAtATime how many runs one turn of the loop is
     */
    record Side(String name, ClosedLoop loop, int runsAtATime) {
        private double runsPerSecond(ClosedLoop.Result result) {
            return result.perSecond() * runsAtATime;
        }
    }

    /** Measures with so many in flight, after both have run before. */
    void measure(Scale scale, Report report, int inFlight) throws Exception {
        var ceiling = new ArrayList<ClosedLoop.Result>();
        var product = new ArrayList<ClosedLoop.Result>();
        for (int i = 0; i < scale.rounds(); i++) {
            ceiling.add(allowed.loop().run(scale.round()));
            product.add(reached.loop().run(scale.round()));
        }
        var at = " at " + inFlight;
        var most = figures(ceiling, allowed::runsPerSecond);
        var runs = figures(product, reached::runsPerSecond);
        var shortest = figures(ceiling, ClosedLoop.Result::p50);
        var usual = figures(product, ClosedLoop.Result::p50);
        report.add(allowed.name() + at, "runs/s", most);
        report.add(reached.name() + at, "runs/s", runs);
        report.add(reached.name() + " / " + allowed.name() + at, "", ratios(runs, most));
        report.add(allowed.name() + " p50" + at, "ms", shortest);
        report.add(reached.name() + " p50" + at, "ms", usual);
        report.add(reached.name() + " p50 / " + allowed.name() + at, "", ratios(usual, shortest));
        report.add(reached.name() + " p99" + at, "ms", figures(product, ClosedLoop.Result::p99));
        report.add(reached.name() + " p99.9" + at, "ms", figures(product, ClosedLoop.Result::p999));
    }

    /** Round by round. */
    static double[] ratios(double[] values, double[] of) {
        var ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / of[i];
        }
        return ratios;
    }

    private static double[] figures(
            List<ClosedLoop.Result> results, ToDoubleFunction<ClosedLoop.Result> figure) {
        return results.stream().mapToDouble(figure).toArray();
    }
}
