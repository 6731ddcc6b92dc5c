package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobsTest {

    @TempDir Path outside;
    private Path workspace;

    @BeforeEach
    void fill() throws IOException {
        workspace = Files.createDirectories(outside.resolve("workspace"));
        Files.writeString(outside.resolve("private.txt"), "not for you");
        Files.writeString(workspace.resolve("a.txt"), "");
        Files.createDirectories(workspace.resolve("deep/er"));
        Files.writeString(workspace.resolve("deep/er/b.txt"), "");
        Files.createSymbolicLink(workspace.resolve("link.txt"), outside.resolve("private.txt"));
        Files.createSymbolicLink(workspace.resolve("out"), outside);
    }

    private List<String> find(String glob) throws IOException {
        return Globs.find(workspace, glob).stream().map(Path::toString).toList();
    }

    @Test
    void a_star_stays_in_its_folder_and_two_go_deeper() throws IOException {
        assertThat(find("*.txt")).containsExactly("a.txt");
        assertThat(find("./a.txt")).containsExactly("a.txt");
        assertThat(find("deep/**")).containsExactly("deep/er/b.txt");
        assertThat(find("**/*.txt")).containsExactly("a.txt", "deep/er/b.txt");
    }

    @Test
    void no_link_leads_out() throws IOException {
        assertThat(find("link.txt")).isEmpty();
        assertThat(find("out/*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../private.txt", "/etc/passwd", "deep/../../private.txt", "", "[", "{"})
    void a_glob_that_leads_out_or_is_none_is_refused(String glob) {
        assertThatThrownBy(() -> Globs.check(List.of(glob)))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("artifacts");
    }
}
