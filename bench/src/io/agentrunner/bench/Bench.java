package io.agentrunner.bench;

import java.nio.file.Files;
import java.util.List;

/** Measures: {@code bench/run [--smoke] [SCENARIO…]}. */
public final class Bench {

    public static void main(String[] arguments) throws Exception {
        var wanted = List.of(arguments);
        var scale = wanted.contains("--smoke") ? Scale.SMOKE : Scale.FULL;
        int exit = 1;
        try {
            measure(scale);
            exit = 0;
        } catch (Exception failed) {
            failed.printStackTrace();
        }
        System.exit(exit);
    }

    private static void measure(Scale scale) throws Exception {
        var data = Files.createTempDirectory("agent-runner-bench");
        var product = Product.start(data);
        var report = new Report();
        System.out.println(Report.heading());
        new EngineRuns(product).run(scale, report);
    }
}
