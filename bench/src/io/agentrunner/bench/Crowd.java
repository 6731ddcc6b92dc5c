package io.agentrunner.bench;

import io.agentrunner.engine.Engine;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.Signal;
import java.nio.file.Files;
import java.util.List;

/**
 * Many runs at the same time on one node: what those cost that sleep and those that wait, owned and
 * in memory, for an answer from outside, and how long it takes to start, answer and end all.
 *
 * <p>An answer from outside comes to a step in Java that returns later: as many open connections as
 * {@code http} steps would need are more than a process may have.
 */
final class Crowd {

    private static final Blueprint SLEEPING =
            new Blueprint(
                    "crowd-sleeps",
                    """
            {"name": "crowd-sleeps", "timeline": ["rest"], "steps": {"rest": {"type": "sleep", "for": "PT10H"}}}""");

    private static final Blueprint ASKING =
            new Blueprint(
                    "crowd-asks",
                    """
            {"name": "crowd-asks", "timeline": ["ask"], "steps": {
              "ask": {"type": "java", "step": "crowd.ask", "with": {"n": "${inputs.n}"}, "timeout": "PT1H"}}}""");

    private static final Blueprint LISTENING =
            new Blueprint(
                    "crowd-listens",
                    """
            {"name": "crowd-listens", "timeline": ["word"], "steps": {
              "word": {"type": "signal", "name": "word", "timeout": "PT10H"}}}""");

    private final Product product;
    private final Report report;
    private final int runs;

    private Crowd(Product product, Report report, int runs) {
        this.product = product;
        this.report = report;
        this.runs = runs;
    }

    public static void main(String[] arguments) throws Exception {
        var scale = List.of(arguments).contains("--smoke") ? Scale.SMOKE : Scale.FULL;
        System.setProperty("agent-runner.max-active-runs", String.valueOf(200_000));
        int exit = 1;
        try {
            var product = Product.start(Files.createTempDirectory("agent-runner-crowd"));
            System.out.println(Report.heading());
            new Crowd(product, new Report(), scale.of(100_000)).measure();
            exit = 0;
        } catch (Exception failed) {
            System.err.println("bench: " + failed);
        } finally {
            System.exit(exit);
        }
    }

    private void measure() throws Exception {
        var steps = CrowdSteps.in(product);
        warmUp(steps);
        sleeping();
        asking(steps);
        listening();
    }

    /** What is loaded and compiled by the way is no cost of the runs. */
    private void warmUp(CrowdSteps steps) throws Exception {
        var asking = new CrowdRuns(product, product.publish(ASKING), Math.min(runs, 5_000));
        asking.start();
        int few = Math.min(runs, 5_000);
        CrowdRuns.until(() -> steps.waiting() == few);
        for (int n = 0; n < few; n++) {
            steps.answer(n);
        }
        asking.awaitCompleted(few);
        CrowdRuns.until(() -> product.bean(Engine.class).load().activeRuns() == 0);
    }

    private void sleeping() throws Exception {
        var sleepers = new CrowdRuns(product, product.publish(SLEEPING), runs);
        var before = CrowdMemory.now();
        long begun = System.nanoTime();
        sleepers.start();
        report.add("start those that sleep", "s", since(begun));
        var after = CrowdMemory.now();
        report.add("heap of those that sleep", "MiB", after.heapSince(before));
        report.add("resident because of those that sleep", "MiB", after.residentSince(before));
        begun = System.nanoTime();
        sleepers.tell(_ -> new Cancel("enough"));
        report.add("cancel those that sleep", "s", since(begun));
    }

    private void asking(CrowdSteps steps) throws Exception {
        var asking = new CrowdRuns(product, product.publish(ASKING), runs);
        var before = CrowdMemory.now();
        long begun = System.nanoTime();
        asking.start();
        CrowdRuns.until(() -> steps.waiting() == runs);
        double started = since(begun);
        report.add("start those that ask", "s", started);
        var with = CrowdMemory.now();
        report.add("heap of those that ask", "MiB", with.heapSince(before));
        report.add("heap of one that asks", "B", (with.heap() - before.heap()) / (double) runs);
        report.add("resident because of those that ask", "MiB", with.residentSince(before));
        System.out.println(CrowdMemory.largest(45));
        begun = System.nanoTime();
        for (int n = 0; n < runs; n++) {
            steps.answer(n);
        }
        asking.awaitCompleted(runs);
        double answered = since(begun);
        report.add("answer and end those that ask", "s", answered);
        report.add("start, answer and end those that ask", "s", started + answered);
        asking.check();
        report.add("heap left when they have ended", "MiB", CrowdMemory.now().heapSince(before));
    }

    private void listening() throws Exception {
        var listening = new CrowdRuns(product, product.publish(LISTENING), runs);
        long begun = System.nanoTime();
        listening.start();
        report.add("start those that listen", "s", since(begun));
        long told = System.nanoTime();
        listening.tell(n -> new Send(new Signal("word", String.valueOf(n))));
        listening.awaitCompleted(runs);
        report.add("signal and end those that listen", "s", since(told));
        report.add("start, signal and end those that listen", "s", since(begun));
        listening.check();
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
