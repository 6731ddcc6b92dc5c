package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedLinesTest {

    private static List<String> read(byte[] bytes, Secrets secrets) throws IOException {
        var pieces = new ArrayList<String>();
        new MaskedLines(
                        new ByteArrayInputStream(bytes),
                        secrets,
                        (text, ends) -> pieces.add(ends ? text + "\n" : text))
                .readAll();
        return pieces;
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), TestTask.SECRETS);
    }

    @Test
    void lines_lose_their_ends_whichever_they_have() throws IOException {
        assertThat(read("a\r\n\nb\nc")).containsExactly("a\n", "\n", "b\n", "c");
    }

    @Test
    void what_is_no_text_is_replaced() throws IOException {
        var bytes = new byte[] {'a', 0, (byte) 0xFF, 'b', '\n'};
        assertThat(read(bytes, TestTask.SECRETS)).containsExactly("a\uFFFD\uFFFDb\n");
    }

    @Test
    void each_line_of_a_secret_of_several_lines_is_masked() throws IOException {
        assertThat(read("key:\n-----BEGIN\nMIIEvQIBADAN\n-----END\n"))
                .containsExactly("key:\n", "***\n", "***\n", "***\n");
    }

    @Test
    void an_endless_line_comes_in_pieces_of_which_none_is_lost() throws IOException {
        var line = "0123456789".repeat(20_000);
        var pieces = read(line);
        assertThat(pieces).hasSizeGreaterThan(5).allMatch(piece -> piece.length() < 20_000);
        assertThat(String.join("", pieces)).isEqualTo(line);
    }

    @Test
    void no_secret_is_cut_in_two_wherever_it_stands_in_an_endless_line() throws IOException {
        var secrets = Secrets.from(Map.of("AGENT_RUNNER_SECRET_A", "0123456789abcdef"));
        for (int before = 16_300; before < 16_500; before++) {
            var line = "x".repeat(before) + "0123456789abcdef" + "y".repeat(20_000);
            var pieces = read(line.getBytes(StandardCharsets.UTF_8), secrets);
            assertThat(String.join("", pieces))
                    .isEqualTo("x".repeat(before) + "***" + "y".repeat(20_000));
        }
    }

    @Test
    void a_character_outside_the_basic_plane_is_not_cut_in_two() throws IOException {
        var pieces = read("x" + "😀".repeat(30_000));
        assertThat(pieces)
                .noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
    }
}
