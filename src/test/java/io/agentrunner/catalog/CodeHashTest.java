package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes the hash of a method's code, and what doesn't. */
class CodeHashTest {

    private static final String SOURCE =
            """
            import java.util.function.IntUnaryOperator;
            class Shop {
                int charge(int total) {
                    for (int i = 0; i < 3; i++) {
                        if (total > limit()) {
                            return fee(total);
                        }
                    }
                    IntUnaryOperator twice = it -> it * 2;
                    return switch (total) {
                        case 1 -> Rates.rate();
                        case 7 -> twice.applyAsInt(4);
                        default -> total;
                    };
                }
                int limit() { return 100; }
                int fee(int total) {
                    try {
                        return total / 10;
                    } catch (ArithmeticException never) {
                        return 1;
                    }
                }
                int unrelated() { return 5; }
                static class Rates {
                    static int rate() { return 3; }
                }
            }
            """;

    @TempDir Path folder;

    @Test
    void the_same_code_has_the_same_hash() throws Exception {
        assertThat(hash(SOURCE)).isEqualTo(hash(SOURCE)).startsWith("sha256:").hasSize(71);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Shop {=// a comment\n\nclass Shop {",
                "int unrelated() { return 5; }=int unrelated() { return 6; }",
                "int unrelated() { return 5; }=java.util.function.IntSupplier more() { return () -> 1; }",
                "int total=int  total"
            })
    void what_it_does_not_do_changes_nothing(String change) throws Exception {
        assertThat(changed(change)).isEqualTo(hash(SOURCE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i < 3=i < 4",
                "total > limit()=total >= limit()",
                "return 100=return 101",
                "total / 10=total / 11",
                "ArithmeticException=ClassCastException",
                "it * 2=it * 3",
                "return 3;=return 4;",
                "case 7=case 8",
                "case 1 -> Rates.rate();=case 1 -> total;",
                "applyAsInt(4)=applyAsInt(5)"
            })
    void what_it_does_changes_it(String change) throws Exception {
        assertThat(changed(change)).isNotEqualTo(hash(SOURCE));
    }

    @Test
    void a_method_of_java_itself_has_one_too() throws Exception {
        assertThat(CodeHash.of(String.class.getMethod("isBlank"))).startsWith("sha256:");
    }

    private String changed(String change) throws Exception {
        var parts = change.split("(?<![<>=!])=(?!=)", 2);
        assertThat(SOURCE).contains(parts[0]);
        return hash(SOURCE.replace(parts[0], parts[1]));
    }

    private String hash(String source) throws Exception {
        var classes = Files.createTempDirectory(folder, "classes");
        compile(source, classes);
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            return CodeHash.of(
                    Arrays.stream(loader.loadClass("Shop").getDeclaredMethods())
                            .filter(it -> it.getName().equals("charge"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static void compile(String source, Path classes) throws IOException {
        var file = Files.writeString(classes.resolve("Shop.java"), source, StandardCharsets.UTF_8);
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-g", "-d", classes.toString(), file.toString()))
                .isZero();
    }
}
