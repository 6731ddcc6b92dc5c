package io.agentrunner.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code bench/run}: measures what it is asked for, and writes down what it saw. */
@Command(
        name = "bench/run",
        description = "Measures agent-runner beside what PostgreSQL allows.",
        sortOptions = false)
public final class Bench implements Callable<Integer> {

    @Option(names = "--smoke", description = "Only shows that everything works, in two minutes.")
    private boolean smoke;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each figure (5).")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a round (4).")
    private @Nullable Double seconds;

    @Option(names = "--out", paramLabel = "FOLDER", description = "For results (target/bench).")
    private @Nullable Path out;

    @Parameters(paramLabel = "SCENARIO", description = "What to measure; all when none is named.")
    private List<String> names = new ArrayList<>();

    @Spec private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        var line = new CommandLine(new Bench());
        var spec = line.getCommandSpec();
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Says this.")
                        .build());
        spec.usageMessage().footerHeading("Scenarios:%n").footer(Scenarios.lines());
        line.setParameterExceptionHandler(Bench::refuse);
        line.setUsageHelpAutoWidth(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var wanted = wanted();
        var scale = scale();
        var report = new Report();
        var folder = out == null ? Rig.root().resolve("target/bench") : out;
        try (var rig = Rig.open()) {
            System.out.println(Report.heading());
            for (var scenario : wanted) {
                measure(scenario, rig, scale, report);
                new Results(Machine.here(rig), scale, report).write(folder);
            }
        }
        System.out.println("written to " + folder.toAbsolutePath().normalize());
        return ExitCode.OK;
    }

    private static void measure(Scenario scenario, Rig rig, Scale scale, Report report)
            throws Exception {
        try {
            scenario.run(rig, scale, report.of(scenario));
        } catch (Exception failed) {
            throw new IllegalStateException("scenario " + scenario.name() + " failed", failed);
        }
    }

    private List<Scenario> wanted() {
        return names.isEmpty() ? Scenarios.ALL : names.stream().map(this::named).toList();
    }

    private Scenario named(String name) {
        return Scenarios.named(name)
                .orElseThrow(
                        () ->
                                wrong(
                                        "there is no scenario %s; there are %s"
                                                .formatted(name, Scenarios.names())));
    }

    private Scale scale() {
        if (rounds != null && rounds < 1) {
            throw wrong("--rounds must be at least 1");
        }
        if (seconds != null && !(seconds > 0)) {
            throw wrong("--seconds must be more than 0");
        }
        var scale = smoke ? Scale.SMOKE : Scale.FULL;
        return scale.of(
                rounds == null ? scale.rounds() : rounds,
                seconds == null ? scale.round() : Duration.ofNanos((long) (seconds * 1e9)));
    }

    private ParameterException wrong(String what) {
        return new ParameterException(
                spec == null ? new CommandLine(this) : spec.commandLine(), what);
    }

    private static int refuse(ParameterException refused, String[] arguments) {
        PrintWriter err = refused.getCommandLine().getErr();
        err.println("bench/run: " + refused.getMessage());
        return ExitCode.USAGE;
    }
}
