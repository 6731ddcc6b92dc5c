package io.agentrunner.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispositionTest {

    private static String of(String name) {
        var row = new ArtifactRow();
        row.name = name;
        row.contentType = ContentTypes.of(name);
        return Disposition.of(row);
    }

    @Test
    void a_path_is_saved_under_its_last_part() {
        assertThat(of("target/report.txt"))
                .isEqualTo("inline; filename=\"report.txt\"; filename*=UTF-8''report.txt");
    }

    @Test
    void nothing_in_a_name_ends_the_header_or_leaves_the_folder() {
        assertThat(of("a\"; x=\r\nSet-Cookie: b.txt")).doesNotContain("\r", "\n", "\"; x");
        assertThat(of("d/..")).contains("filename=\"_\"");
        assertThat(of("a\\..\\b.exe")).contains("filename=\"a_.._b.exe\"");
        assertThat(of("d/.bashrc")).contains("filename=\"_bashrc\"");
        assertThat(of("\u202Etxt.exe")).contains("filename=\"_txt.exe\"").endsWith("_txt.exe");
    }

    @Test
    void a_name_in_any_script_is_kept_beside_a_plain_one() {
        assertThat(of("übung 1.txt"))
                .isEqualTo("inline; filename=\"_bung 1.txt\"; filename*=UTF-8''%C3%BCbung%201.txt");
    }

    @Test
    void what_could_run_in_a_browser_is_saved_and_not_shown() {
        for (var name : new String[] {"a.html", "a.HTM", "a.svg", "a.xml", "a.pdf", "a", "a.js"}) {
            assertThat(of(name)).startsWith("attachment; ");
        }
        for (var name : new String[] {"a.txt", "output.log", "a.json", "a.png", "a.csv"}) {
            assertThat(of(name)).startsWith("inline; ");
        }
    }
}
