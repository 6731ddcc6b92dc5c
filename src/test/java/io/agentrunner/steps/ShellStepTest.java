package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Artifact;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ShellStepTest extends ShellTest {

    private static String stdout(Outcome outcome) {
        return Ended.result(outcome).get("stdout").textValue();
    }

    private static List<String> names(Outcome outcome) {
        var artifacts =
                switch (outcome) {
                    case Outcome.Completed completed -> completed.artifacts();
                    case Outcome.Large large -> large.artifacts();
                    case Outcome.Failed failed -> failed.artifacts();
                    case Outcome.Stopped stopped -> stopped.artifacts();
                    case Outcome.Suspended _ -> List.<Artifact>of();
                };
        return artifacts.stream().map(Artifact::name).toList();
    }

    private String kept(TestTask task, Outcome outcome, String name) throws IOException {
        assertThat(names(outcome)).contains(name);
        var folder = Path.of("target/test-data/artifacts").resolve(task.run().toString());
        try (var files = Files.list(folder)) {
            var texts = files.map(ShellStepTest::text).toList();
            return texts.size() == 1 ? texts.getFirst() : String.join("|", texts);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_command_that_works_gives_its_output() throws IOException {
        var task = command("echo one; echo two >&2; echo three");
        var outcome = run(task);
        assertThat(Ended.result(outcome))
                .isEqualTo(Json.parse("{\"exitCode\": 0, \"stdout\": \"one\\nthree\"}"));
        assertThat(task.heard().lines())
                .containsExactlyInAnyOrder("stdout: one", "stderr: two", "stdout: three");
        assertThat(kept(task, outcome, "output.log").lines())
                .containsExactlyInAnyOrder("one", "two", "three");
        assertThat(records()).isEmpty();
    }

    @Test
    void a_command_that_fails_says_why_in_its_last_line() {
        var failure = Ended.failure(run(command("echo fine; echo no paper >&2; echo >&2; exit 7")));
        assertThat(failure.code()).isEqualTo("EXIT_7");
        assertThat(failure.message()).isEqualTo("no paper");
        assertThat(failure.details()).isEqualTo("{\"exitCode\":7,\"stdout\":\"fine\"}");
    }

    @Test
    void a_program_that_is_not_there_fails_as_in_a_shell() {
        var failure = Ended.failure(run(TestTask.of("{\"run\": [\"no-such-program\"]}")));
        assertThat(failure.code()).isEqualTo("EXIT_127");
        assertThat(failure.message()).contains("no-such-program", "not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch pwned)",
                "`touch pwned`",
                "; touch pwned;",
                "'; touch pwned; '",
                "\"; touch pwned; \"",
                "a\ntouch pwned\n#",
                "&& touch pwned || touch pwned &",
                "-n $HOME * ? ~ \\ \\n %s é 😀",
                "${PATH}"
            })
    void a_value_is_one_word_and_never_code(String value) throws IOException {
        var inputs = Json.write(Json.object().put("v", value));
        for (var run :
                List.of(
                        "\"printf '%s' ${inputs.v}\"",
                        "\"printf '%s' \\\"${inputs.v}\\\"\"",
                        "[\"printf\", \"%s\", \"${inputs.v}\"]")) {
            var task = TestTask.of("{\"run\": " + run + "}").inputs(inputs);
            assertThat(stdout(run(task))).isEqualTo(value.stripTrailing());
            assertThat(workspace(task)).isEmptyDirectory();
        }
    }

    @Test
    void a_nul_is_refused_before_anything_runs() throws IOException {
        for (var run : List.of("\"echo '${inputs.v}'\"", "[\"echo\", \"${inputs.v}\"]")) {
            var task = TestTask.of("{\"run\": " + run + "}").inputs("{\"v\": \"a\\u0000b\"}");
            var failure = Ended.failure(run(task));
            assertThat(failure.code()).isIn("SETTINGS", "EXPRESSION");
            assertThat(failure.message()).startsWith("run").contains("NUL");
        }
    }

    @Test
    void it_sees_four_variables_of_the_server_and_what_it_declares() {
        var task =
                TestTask.of(
                                """
                                {"run": ["env"], "env": {"ORDER": "${inputs.id}", "LANG": "C"}}
                                """)
                        .inputs("{\"id\": 5}");
        var lines = stdout(run(task)).lines().toList();
        assertThat(lines).contains("ORDER=5", "LANG=C", "PATH=" + System.getenv("PATH"));
        assertThat(lines)
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "JAVA_HOME",
                        "LANG",
                        "ORDER",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void steps_of_a_run_share_a_folder_that_others_have_not() throws IOException {
        var first = command("echo 5 > order; pwd");
        assertThat(stdout(run(first))).isEqualTo(workspace(first).toRealPath().toString());
        assertThat(stdout(run(command("cat order").run(first.run())))).isEqualTo("5");
        assertThat(Ended.failure(run(command("cat order"))).code()).isEqualTo("EXIT_1");
    }

    @Test
    void it_reads_nothing_from_the_server() {
        assertThat(stdout(run(command("cat; echo over")))).isEqualTo("over");
    }

    @Test
    void files_are_kept_also_of_a_command_that_fails() throws IOException {
        var task =
                TestTask.of(
                        """
                        {"run": "mkdir -p d; echo 1 > d/a.txt; echo 2 > b; exit 3",
                         "artifacts": ["**/*.txt", "b", "missing", "output.log"]}
                        """);
        var outcome = run(task);
        assertThat(Ended.failure(outcome).code()).isEqualTo("EXIT_3");
        assertThat(names(outcome)).containsExactly("d/a.txt", "b", "output.log");
        assertThat(task.heard().lines())
                .contains(
                        "stderr: agent-runner: no file matches missing",
                        "stderr: agent-runner: no file matches output.log");
    }

    @Test
    void a_file_of_the_name_of_the_output_does_not_take_its_place() {
        var task = TestTask.of("{\"run\": \"echo x | tee output.log\", \"artifacts\": [\"*\"]}");
        assertThat(names(run(task))).containsExactly("output.log");
        assertThat(task.heard().lines()).anyMatch(line -> line.contains("is not kept"));
    }

    @Test
    void no_secret_gets_out_in_output_results_or_files() throws IOException {
        var task =
                TestTask.of(
                        """
                        {"run": "printf '%s\\n' ${secrets.TOKEN} ${secrets.KEY} >&2; printf %s ${secrets.TOKEN}; > ${secrets.TOKEN}; exit 1",
                         "artifacts": ["s3*"]}
                        """);
        var outcome = run(task);
        assertThat(outcome.toString()).contains("***").doesNotContain("s3cret", "MIIEvQ");
        assertThat(task.heard().lines().toString()).doesNotContain("s3cret", "MIIEvQ");
        assertThat(kept(task, outcome, "output.log")).doesNotContain("s3cret", "MIIEvQ");
        assertThat(names(outcome)).containsExactly("***", "output.log");
    }

    @Test
    void output_is_heard_while_the_command_works() throws IOException {
        var task = command("echo begun; while [ ! -e go ]; do sleep 0.05; done; echo over");
        var outcome = begin(task);
        await().until(() -> task.heard().lines().contains("stdout: begun"));
        assertThat(outcome).isNotDone();
        Files.createFile(workspace(task).resolve("go"));
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(20));
        assertThat(task.heard().lines()).contains("stdout: over");
    }

    @Test
    void a_flood_of_output_ends_in_bounded_files_and_results() throws IOException {
        var task = command("head -c 70000000 /dev/zero | tr '\\0' x; echo; echo end");
        var outcome = run(task);
        assertThat(stdout(outcome)).hasSize(OutputLog.STDOUT).endsWith("x\nend");
        var log = kept(task, outcome, "output.log");
        assertThat(log.length()).isLessThan(64 * 1024 * 1024 + 200);
        assertThat(log).endsWith("bytes of output are not kept\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                  | run is missing
                    {"run": []}                                         | run must begin
                    {"run": ["-c"]}                                     | run must begin
                    {"run": ["echo", null]}                             | run[1] is null
                    {"run": 5}                                          | run must be a list
                    {"run": "true", "env": {"A=B": "1"}}                | env.A=B is no name
                    {"run": "true", "env": []}                          | env must be an object
                    {"run": "true", "artifacts": "x"}                   | artifacts must be a list
                    {"run": "true", "artifacts": ["../x"]}              | artifacts must be globs
                    """)
    void settings_that_can_not_be_meant_are_named(String settings, String beginning) {
        var failure = Ended.failure(run(TestTask.of(settings)));
        assertThat(failure.code()).isEqualTo("SETTINGS");
        assertThat(failure.message()).startsWith(beginning);
    }

    @Test
    void a_command_that_no_system_takes_is_not_started() {
        var task = TestTask.of("{\"run\": [\"echo\", \"" + "x".repeat(200_000) + "\"]}");
        assertThat(Ended.failure(run(task)).code()).isEqualTo("NOT_STARTED");
    }
}
