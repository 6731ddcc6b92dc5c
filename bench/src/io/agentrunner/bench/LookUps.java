package io.agentrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Look-ups of what is in memory, measured by JMH in a process of its own. */
final class LookUps implements Scenario {

    private static final SideProject PROJECT = new SideProject("jmh");
    private static final String PROCESSOR = "org.openjdk.jmh.generators.BenchmarkProcessor";
    private static final String MAIN = "io.agentrunner.bench.LookUpBenchmark";

    @Override
    public String name() {
        return "lookup";
    }

    @Override
    public String about() {
        return "look-ups of workflows and of active runs, by JMH";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        if (!PROJECT.isBuilt(rig, scale, report)) {
            return;
        }
        compile(rig);
        var results = rig.fresh("jmh.json");
        succeed(rig, benchmark(scale, results));
        for (var benchmark : new ObjectMapper().readTree(results.toFile())) {
            add(benchmark, report);
        }
    }

    private static void compile(Rig rig) throws IOException, InterruptedException {
        Files.createDirectories(PROJECT.classes());
        var command = new ArrayList<>(List.of(tool("javac"), "-nowarn"));
        command.addAll(List.of("-d", PROJECT.classes().toString()));
        command.addAll(List.of("-cp", classPath(), "-processor", PROCESSOR));
        try (var sources = Files.walk(PROJECT.sources())) {
            sources.map(Path::toString).filter(it -> it.endsWith(".java")).forEach(command::add);
        }
        succeed(rig, command);
    }

    /** In the process that we start, and no further: that one ends with us. */
    private static List<String> benchmark(Scale scale, Path results) {
        var command = new ArrayList<>(List.of(tool("java")));
        command.addAll(Rig.jvmArguments());
        command.addAll(List.of("-cp", classPath(), MAIN, "-foe", "true", "-f", "0"));
        command.addAll(List.of("-wi", scale.isSmoke() ? "0" : "5", "-w", "1s"));
        command.addAll(List.of("-i", String.valueOf(scale.rounds())));
        command.addAll(List.of("-r", scale.round().toMillis() + "ms"));
        command.addAll(List.of("-p", "workflows=" + scale.of(200)));
        command.addAll(List.of("-rf", "json", "-rff", results.toString()));
        return command;
    }

    private static void succeed(Rig rig, List<String> command)
            throws IOException, InterruptedException {
        Said.by(rig.run(new ProcessBuilder(command).redirectErrorStream(true)))
                .orFail(command.getFirst());
    }

    private static void add(JsonNode benchmark, Report report) {
        var metric = benchmark.path("primaryMetric");
        var name = benchmark.path("benchmark").asText();
        var rounds = metric.path("rawData").path(0);
        report.add(
                "look-up: " + name.substring(name.lastIndexOf('.') + 1),
                "ns",
                StreamSupport.stream(rounds.spliterator(), false)
                        .mapToDouble(JsonNode::asDouble)
                        .toArray());
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                PROJECT.classes().toString(),
                libraries(),
                System.getProperty("java.class.path"));
    }

    private static String libraries() {
        return PROJECT.libraries() + "/*";
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
