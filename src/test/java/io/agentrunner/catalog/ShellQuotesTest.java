package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command here is run by a real shell with values that would do harm if they were code. */
class ShellQuotesTest {

    private static final List<String> HARMFUL =
            List.of(
                    "$(echo HARM)",
                    "`echo HARM`",
                    "'; echo HARM; '",
                    "\"; echo HARM; \"",
                    "\necho HARM",
                    "'$(echo HARM)'",
                    "\\",
                    "\\'; echo HARM #",
                    "* ? [a-z] ~ $HOME ${HOME} && echo HARM | cat",
                    "");

    private final CelTemplates templates = new CelTemplates();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf %s ${inputs.x}",
                "printf %s a${inputs.x}b",
                "printf %s \"<${inputs.x}>\"",
                "printf %s '<${inputs.x}>'",
                "printf %s \"it's\"${inputs.x}'a \"b\"'${inputs.x}",
                "printf %s \"$(printf %s ${inputs.x})\"",
                "printf %s \"$(printf %s \"${inputs.x}\"; (true))\"${inputs.x}",
                "# it's a comment\nprintf %s ${inputs.x}",
                "x=${inputs.x} # it's here \nprintf %s \"$x\"",
                "printf %s a#'b'${inputs.x}",
                "printf %s \\\n#it's\nprintf %s ${inputs.x}",
                "printf %s \\'${inputs.x}\\\"",
                "(true)#it's\nprintf %s ${inputs.x}",
                "printf %s $(true)#'a'${inputs.x}",
                "case ${inputs.x} in (a) ;; b) ;; *) printf %s ${inputs.x} ;; esac",
                "printf %s $${HOME}${inputs.x}",
                "printf %s \"$${x:-none}\"${inputs.x}",
                "printf %s $#${inputs.x}",
            })
    void a_value_never_becomes_code(String command) throws Exception {
        for (var value : HARMFUL) {
            var shown = run(command, value);
            assertThat(shown.replace(value, "")).doesNotContain("HARM");
            assertThat(shown).contains(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat <<EOF\n${inputs.x}\nEOF",
                "echo $((${inputs.x} + 1))",
                "((x = ${inputs.x}))",
                "[[ ${inputs.x} -eq 1 ]]",
                "echo `echo ${inputs.x}`",
                "echo $${y:-\"${inputs.x}\"}",
                "echo $${y:-${inputs.x}}",
                "echo $'a' ${inputs.x}",
                "# ${inputs.x}",
                "echo # ${inputs.x}",
                "echo \\${inputs.x}",
                "echo \"\\${inputs.x}\"",
                "echo \"$(case a in a) echo ${inputs.x};; esac)\"",
            })
    void where_quotes_can_not_protect_no_value_may_stand(String command) {
        assertThatThrownBy(() -> templates.evaluateShell(command, scope("1")))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageContaining("`${inputs.x}` stands");
    }

    @Test
    void a_command_reads_as_it_was_written() {
        assertThat(
                        templates.evaluateShell(
                                "./ship.sh ${inputs.x} >\"${inputs.x}.log\"", scope("it's")))
                .isEqualTo("./ship.sh 'it'\\''s' >\"\"'it'\\''s'\".log\"");
    }

    @Test
    void a_value_with_a_nul_is_refused() {
        assertThatThrownBy(() -> templates.evaluateShell("echo ${inputs.x}", scope("a\0b")))
                .hasMessageContaining("NUL");
    }

    private String run(String command, String value) throws Exception {
        var script = templates.evaluateShell(command, scope(value));
        var shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        try (var output = shell.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            shell.waitFor();
        }
    }

    private static Scope scope(String x) {
        var inputs = JsonNodeFactory.instance.objectNode().put("x", x);
        return new Scope(
                Json.write(inputs),
                _ -> Optional.empty(),
                new Scope.RunFacts("r", "w", "v", List.of(), "{}", null, null, null),
                _ -> Optional.empty());
    }
}
