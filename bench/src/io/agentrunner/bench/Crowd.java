package io.agentrunner.bench;

import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.Signal;

/**
 * Many runs at the same time on one node: what those cost that sleep and those that wait, owned and
 * in memory, for an answer from outside, and how long it takes to start, answer and end all.
 *
 * <p>An answer from outside comes to a step in Java that returns later: as many open connections as
 * {@code http} steps would need are more than a process may have.
 */
final class Crowd implements Scenario {

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

    private static final int RUNS = 100_000;
    private static final int FEW = 5_000;

    @Override
    public String name() {
        return "crowd";
    }

    @Override
    public String about() {
        return "100,000 runs at a time that sleep, ask or listen";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        var product = rig.product();
        var steps = CrowdSteps.in(product);
        int runs = scale.of(RUNS);
        warmUp(product, steps, Math.min(runs, FEW));
        sleeping(new CrowdRuns(product, product.publish(SLEEPING), runs), report);
        asking(new CrowdRuns(product, product.publish(ASKING), runs), steps, runs, report);
        listening(new CrowdRuns(product, product.publish(LISTENING), runs), runs, report);
    }

    /** What is loaded and compiled by the way is no cost of the runs. */
    private static void warmUp(Product product, CrowdSteps steps, int runs) throws Exception {
        var asking = new CrowdRuns(product, product.publish(ASKING), runs);
        asking.start();
        answer(steps, runs);
        asking.awaitCompleted(runs);
    }

    private static void sleeping(CrowdRuns sleepers, Report report) throws Exception {
        var before = CrowdMemory.now();
        long begun = System.nanoTime();
        sleepers.start();
        report.add("start those that sleep", "s", since(begun));
        var after = CrowdMemory.now();
        report.add("heap of those that sleep", "MiB", after.heapSince(before));
        report.add("resident because of those that sleep", "MiB", after.residentSince(before));
        begun = System.nanoTime();
        sleepers.tell(_ -> new Cancel("enough"));
        sleepers.awaitIdle();
        report.add("cancel those that sleep", "s", since(begun));
    }

    private static void asking(CrowdRuns asking, CrowdSteps steps, int runs, Report report)
            throws Exception {
        var before = CrowdMemory.now();
        long begun = System.nanoTime();
        asking.start();
        awaitQuestions(steps, runs);
        double started = since(begun);
        report.add("start those that ask", "s", started);
        var with = CrowdMemory.now();
        report.add("heap of those that ask", "MiB", with.heapSince(before));
        report.add("heap of one that asks", "B", (with.heap() - before.heap()) / (double) runs);
        report.add("resident because of those that ask", "MiB", with.residentSince(before));
        begun = System.nanoTime();
        answer(steps, runs);
        asking.awaitCompleted(runs);
        double answered = since(begun);
        report.add("answer and end those that ask", "s", answered);
        report.add("start, answer and end those that ask", "s", started + answered);
        asking.check();
        report.add("heap left when they have ended", "MiB", CrowdMemory.now().heapSince(before));
    }

    private static void awaitQuestions(CrowdSteps steps, int runs) throws Exception {
        Patience.until("all runs to ask", () -> steps.waiting() == runs);
    }

    private static void answer(CrowdSteps steps, int runs) throws Exception {
        awaitQuestions(steps, runs);
        for (int n = 0; n < runs; n++) {
            steps.answer(n);
        }
    }

    private static void listening(CrowdRuns listening, int runs, Report report) throws Exception {
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
