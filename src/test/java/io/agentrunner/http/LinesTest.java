package io.agentrunner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    /** What it was handed. */
    private static final class Heard implements Lines.Reader {
        final List<String> lines = new ArrayList<>();

        @Override
        public void line(byte[] bytes) {
            lines.add(new String(bytes, UTF_8));
        }

        @Override
        public void tooLong(long bytes) {
            lines.add("too long: " + bytes);
        }
    }

    private static List<String> cut(int longest, String... parts) {
        var heard = new Heard();
        var lines = new Lines(longest, heard);
        for (var part : parts) {
            lines.take(Buffer.buffer(part));
        }
        lines.end();
        return heard.lines;
    }

    @Test
    void lines_are_what_stands_between_line_feeds() {
        assertThat(cut(9, "one\ntwo\n\nthree\n")).containsExactly("one", "two", "", "three");
    }

    @Test
    void the_last_line_needs_no_end() {
        assertThat(cut(9, "one\ntwo")).containsExactly("one", "two");
        assertThat(cut(9, "")).isEmpty();
    }

    @Test
    void it_does_not_matter_where_a_body_is_cut_on_its_way() {
        var body = Buffer.buffer("one\n\ntwo £\nthree");
        for (int size = 1; size < body.length(); size++) {
            var heard = new Heard();
            var lines = new Lines(9, heard);
            for (int from = 0; from < body.length(); from += size) {
                lines.take(body.slice(from, Math.min(from + size, body.length())));
            }
            lines.end();
            assertThat(heard.lines).containsExactly("one", "", "two £", "three");
        }
    }

    @Test
    void a_line_that_is_too_long_is_passed_over() {
        assertThat(cut(4, "12345\n1234\n123", "456\n12\n", "1234567"))
                .containsExactly("too long: 5", "1234", "too long: 6", "12", "too long: 7");
    }
}
