package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import io.vertx.core.Vertx;
import java.util.List;

/** Runs of three steps in process, side by side with the journal's statement driven bare. */
final class EngineRuns implements Scenario {

    static final String THREE_STEPS =
            """
            {"name": "three-steps", "timeline": ["a", "b", "c"], "steps": {
              "a": {"type": "set", "value": 1},
              "b": {"type": "set", "value": "${steps.a + 1}"},
              "c": {"type": "set", "value": "${steps.b + 1}"}}}""";

    private final Product product;

    EngineRuns(Product product) {
        this.product = product;
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public void run(Scale scale, Report report) throws Exception {
        var workflow = product.publish(THREE_STEPS);
        var sample = product.completed(workflow).toCompletableFuture().join();
        var ceiling = Ceiling.open(Vertx.vertx(), product.database(), sample.id().toString());
        for (int inFlight : List.of(64, 256, 1)) {
            sideBySide(scale, report, workflow, ceiling, inFlight);
        }
    }

    private void sideBySide(
            Scale scale, Report report, Published workflow, Ceiling ceiling, int inFlight)
            throws Exception {
        var bare = new ClosedLoop(1, () -> ceiling.commits().batch(inFlight));
        var engine = new ClosedLoop(inFlight, () -> product.completed(workflow));
        bare.run(scale.warmUp().dividedBy(4));
        engine.run(scale.warmUp());
        var allowed = new ClosedLoop.Result[scale.rounds()];
        var reached = new ClosedLoop.Result[scale.rounds()];
        for (int i = 0; i < scale.rounds(); i++) {
            allowed[i] = bare.run(scale.round());
            reached[i] = engine.run(scale.round());
        }
        var at = " at " + inFlight;
        report.add("ceiling" + at, "runs/s", each(allowed, it -> it.perSecond() * inFlight));
        report.add("engine" + at, "runs/s", each(reached, ClosedLoop.Result::perSecond));
        var ratios = new double[scale.rounds()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = reached[i].perSecond() / (allowed[i].perSecond() * inFlight);
        }
        report.add("engine / ceiling" + at, "", ratios);
        report.add("ceiling, p50" + at, "ms", each(allowed, ClosedLoop.Result::p50));
        report.add("engine, p50" + at, "ms", each(reached, ClosedLoop.Result::p50));
        report.add("engine, p99" + at, "ms", each(reached, ClosedLoop.Result::p99));
    }

    static double[] each(
            ClosedLoop.Result[] results,
            java.util.function.ToDoubleFunction<ClosedLoop.Result> figure) {
        return java.util.Arrays.stream(results).mapToDouble(figure).toArray();
    }
}
