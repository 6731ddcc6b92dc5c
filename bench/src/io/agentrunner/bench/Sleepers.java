package io.agentrunner.bench;

import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A million runs that sleep: how late others wake meanwhile, how long a server takes to start with
 * them, and what it has in memory. {@code --data FOLDER} keeps the data folder.
 */
final class Sleepers {

    private static final Blueprint SLEEP =
            new Blueprint(
                    "sleeps",
                    """
            {"name": "sleeps", "timeline": ["rest"], "steps": {"rest": {"type": "sleep", "for": "${inputs.n}"}},
             "inputs": {"type": "object", "properties": {"n": {"type": "string"}}}}""");

    private static final int DUE = 20_000;
    private static final int WINDOW_SECONDS = 20;

    private final Product product;
    private final Report report = new Report();
    private final Scale scale;

    private Sleepers(Product product, Scale scale) {
        this.product = product;
        this.scale = scale;
    }

    public static void main(String[] arguments) throws Exception {
        var all = List.of(arguments);
        int kept = all.indexOf("--data");
        if (all.contains("--first") || all.contains("--again")) {
            part(all, Path.of(all.get(kept + 1)));
        }
        var data =
                kept < 0
                        ? Files.createTempDirectory("agent-runner-sleepers")
                        : Path.of(all.get(kept + 1));
        int exit = self(all, data, "--first");
        System.exit(exit == 0 ? self(all, data, "--again") : exit);
    }

    /** A server of its own for each part: the second has to find what the first left behind. */
    private static int self(List<String> arguments, Path data, String part) throws Exception {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Sleepers.class.getName()));
        command.addAll(List.of(part, "--data", data.toString()));
        if (arguments.contains("--smoke")) {
            command.add("--smoke");
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void part(List<String> arguments, Path data) {
        var scale = arguments.contains("--smoke") ? Scale.SMOKE : Scale.FULL;
        int exit = 1;
        try {
            var sleepers = new Sleepers(Product.start(data), scale);
            System.out.println(Report.heading());
            if (arguments.contains("--first")) {
                sleepers.first(data.resolve("sample"));
            } else {
                sleepers.again(Files.readString(data.resolve("sample")));
            }
            exit = 0;
        } catch (Exception failed) {
            System.err.println("bench: " + failed);
        } finally {
            System.exit(exit);
        }
    }

    private void first(Path left) throws Exception {
        started("none asleep");
        var sample = sample();
        Files.writeString(left, sample);
        var fill = new SleepersFill(product.database(), sample);
        wake(fill, "none asleep");
        wake(fill, "none asleep, once more");
        int runs = scale.of(1_000_000);
        long begun = System.nanoTime();
        fill.fill(runs, "interval '1 day'", "30 days");
        fill.tidy();
        System.out.println(
                runs + " filled in " + (System.nanoTime() - begun) / 1_000_000_000 + " s");
    }

    private String sample() throws Exception {
        var request =
                new StartRequest(
                        product.publish(SLEEP),
                        "{\"n\":\"PT9000H\"}",
                        List.of(),
                        "{}",
                        0,
                        null,
                        null,
                        null,
                        null);
        var engine = product.bean(Engine.class);
        RunId id =
                ((Started.Created) engine.start(request).toCompletableFuture().join()).run().id();
        CrowdRuns.until(
                () ->
                        engine.load().activeRuns() == 0
                                && engine.find(id)
                                                .toCompletableFuture()
                                                .join()
                                                .orElseThrow()
                                                .state()
                                        == RunState.WAITING);
        return id.toString();
    }

    private void again(String sample) throws Exception {
        started("all asleep");
        var before = CrowdMemory.now();
        report.add("heap, all asleep", "MiB", before.heapMebi());
        report.add("resident, all asleep", "MiB", before.residentMebi());
        var fill = new SleepersFill(product.database(), sample);
        wake(fill, "all asleep");
        wake(fill, "all asleep, once more");
        report.add("heap after that", "MiB", CrowdMemory.now().heapMebi());
    }

    private void started(String when) {
        long began = ManagementFactory.getRuntimeMXBean().getStartTime();
        report.add(
                "from the start to /readyz, " + when,
                "s",
                (System.currentTimeMillis() - began) / 1e3);
    }

    private void wake(SleepersFill fill, String when) throws Exception {
        int due = scale.of(DUE);
        int seconds = scale == Scale.SMOKE ? 1 : WINDOW_SECONDS;
        fill.fill(due, "interval '8 seconds'", seconds + " seconds");
        fill.remember();
        CrowdRuns.until(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(1);
                        return fill.lateness().woken() == due;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
        var late = fill.lateness();
        report.add("lateness, " + when + ": p50", "ms", late.p50());
        report.add("lateness, " + when + ": p99", "ms", late.p99());
        report.add("lateness, " + when + ": max", "ms", late.max());
    }
}
