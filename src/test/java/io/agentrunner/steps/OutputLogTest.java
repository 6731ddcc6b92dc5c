package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLogTest {

    @TempDir Path folder;
    private final Heard heard = new Heard();
    private Path file;

    @BeforeEach
    void choose() {
        file = folder.resolve("log");
    }

    @Test
    void both_streams_are_heard_and_kept_in_their_order() throws IOException {
        var log = new OutputLog(file, 1000, heard);
        try (log) {
            log.output("one", true);
            log.error("two", true);
            log.output("three", false);
        }
        assertThat(heard.lines()).containsExactly("stdout: one", "stderr: two", "stdout: three");
        assertThat(file).hasContent("one\ntwo\nthree");
        assertThat(log.stdout()).isEqualTo("one\nthree");
        assertThat(log.lastLine()).isEqualTo("two");
    }

    @Test
    void the_result_holds_the_end_of_a_long_output() throws IOException {
        var log = new OutputLog(file, 10_000_000, heard);
        try (log) {
            for (int i = 0; i < 20_000; i++) {
                log.output("é line " + i, true);
            }
        }
        assertThat(log.stdout().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(OutputLog.STDOUT - 3, OutputLog.STDOUT);
        assertThat(log.stdout()).endsWith("\né line 19999").doesNotContain("\uFFFD");
    }

    @Test
    void beyond_the_limit_nothing_is_kept_and_the_file_says_so() throws IOException {
        var log = new OutputLog(file, 10, heard);
        try (log) {
            log.output("12345678", true);
            log.output("too much", true);
            log.output("x", true);
        }
        assertThat(file)
                .hasContent(
                        "12345678\n\nagent-runner: more than 10 bytes of output are not kept\n");
        assertThat(heard.lines()).contains("stdout: x");
    }

    @Test
    void what_comes_after_the_end_is_not_taken() throws IOException {
        var log = new OutputLog(file, 1000, heard);
        log.close();
        log.output("late", true);
        assertThat(heard.lines()).isEmpty();
        assertThat(log.stdout()).isEmpty();
    }
}
