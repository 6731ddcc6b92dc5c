package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks work: whoever measures must not have to repair them first. */
class BenchIT {

    private static final List<String> MEASURED =
            List.of(
                    "engine",
                    "http",
                    "steps",
                    "append",
                    "footprint",
                    "crowd",
                    "sleepers",
                    "growth",
                    "streams",
                    "soak");

    private static final long LONGEST_MINUTES = 5;

    @TempDir Path folder;

    private record Ended(int code, String said) {}

    @Test
    void each_scenario_gives_figures_and_leaves_nothing_behind() throws Exception {
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        var out = folder.resolve("out");
        var ended = run(temporary, "--smoke", "--out", out.toString());
        assertThat(ended.code()).as(ended.said()).isZero();
        var figures =
                new ObjectMapper().readTree(out.resolve("results.json").toFile()).path("figures");
        assertThat(figures.findValuesAsText("scenario")).as(ended.said()).containsAll(MEASURED);
        for (var scenario : List.of("batch", "dbos", "lookup")) {
            assertThat(figures.findValuesAsText("scenario").contains(scenario))
                    .as(scenario + " is measured or said to be left out: " + ended.said())
                    .isNotEqualTo(ended.said().contains(scenario + ": skipped, "));
        }
        assertThat(figures)
                .allMatch(it -> it.path("median").isNumber())
                .allMatch(it -> Double.isFinite(it.path("median").asDouble()));
        assertThat(Files.readString(out.resolve("results.svg"))).contains("<rect class=\"engine\"");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void what_it_does_not_know_is_refused_by_name() throws Exception {
        var ended = run(folder, "engine", "motor");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("there is no scenario motor; there are engine, http,");
    }

    private Ended run(Path temporary, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bench/run"));
        command.addAll(List.of(arguments));
        var log = folder.resolve("log").toFile();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("TMPDIR", temporary.toString());
        var process = builder.start();
        try {
            assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), Files.readString(log.toPath()));
        } finally {
            process.destroy();
        }
    }
}
