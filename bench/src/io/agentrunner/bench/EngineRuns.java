package io.agentrunner.bench;

import io.agentrunner.catalog.Published;

/** Runs of three steps in process, side by side with the journal's statement driven bare. */
final class EngineRuns implements Scenario {

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String about() {
        return "runs of three steps, started and awaited in process";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        var product = rig.product();
        var workflow = product.publish(Blueprint.THREE_STEPS);
        var sample = product.completed(workflow).toCompletableFuture().join();
        new ClosedLoop(64, () -> product.completed(workflow)).run(scale.warmUp());
        try (var ceiling = Ceiling.open(product.database(), sample.id().toString())) {
            for (int inFlight : scale.inFlight()) {
                measure(product, workflow, ceiling, inFlight, scale, report);
            }
        }
    }

    private static void measure(
            Product product,
            Published workflow,
            Ceiling ceiling,
            int inFlight,
            Scale scale,
            Report report)
            throws Exception {
        var bare = new ClosedLoop(1, () -> ceiling.batch(inFlight));
        var engine = new ClosedLoop(inFlight, () -> product.completed(workflow));
        bare.run(scale.shortWarmUp());
        engine.run(scale.shortWarmUp());
        new SideBySide(
                        new SideBySide.Side("ceiling", bare, inFlight),
                        new SideBySide.Side("engine", engine, 1))
                .measure(scale, report, inFlight);
    }
}
