package io.agentrunner.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsBrowserTest {

    @TempDir Path folder;

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final AtomicBoolean said = new AtomicBoolean();

    @Test
    void with_a_browser_they_run_and_nothing_is_said() {
        var condition = condition(Optional.of(Path.of("chromium")), true);
        assertThat(condition.evaluate().isDisabled()).isFalse();
        assertThat(heard.size()).isZero();
    }

    @Test
    void without_a_browser_they_are_skipped_with_one_loud_line_however_many_they_are() {
        assertThat(condition(Optional.empty(), false).evaluate().isDisabled()).isTrue();
        assertThat(condition(Optional.empty(), false).evaluate().isDisabled()).isTrue();
        assertThat(heard.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("*** NO BROWSER TESTS: Chromium is missing");
    }

    @Test
    void without_a_browser_where_one_is_required_they_fail_and_say_what_to_install() {
        var condition = condition(Optional.empty(), true);
        assertThatThrownBy(condition::evaluate).hasMessageContaining("apt install chromium");
    }

    @Test
    void the_browser_that_is_named_is_the_only_one_that_counts() throws IOException {
        var chromium = program("chromium");
        assertThat(Browser.program(Map.of("CHROMIUM", chromium.toString()), List.of()))
                .contains(chromium);
        var wrong = Map.of("CHROMIUM", "/nowhere/chromium", "PATH", folder.toString());
        assertThat(Browser.program(wrong, List.of(chromium))).isEmpty();
    }

    @Test
    void a_browser_is_found_on_the_path_and_in_the_usual_places() throws IOException {
        var chrome = program("google-chrome");
        var path = Map.of("PATH", "/nowhere:" + folder);
        assertThat(Browser.program(path, List.of())).contains(chrome);
        assertThat(Browser.program(Map.of(), List.of(chrome))).contains(chrome);
        assertThat(Browser.program(Map.of(), List.of())).isEmpty();
    }

    private Path program(String name) throws IOException {
        var program = Files.createFile(folder.resolve(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private NeedsBrowser.Condition condition(Optional<Path> browser, boolean isRequired) {
        return new NeedsBrowser.Condition(
                browser, isRequired, said, new PrintStream(heard, true, UTF_8));
    }
}
