package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.journal.StoredText.Unstorable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "\"ä€\ud83d\ude00\"",
                "\"\\\\u0000\"",
                "\"\\\\\\\\u0000 \\\\ud800\"",
                "\"\\ud83d\\ude00\\u00e4\\n\\\"\"",
                "\"\\u000a\\\\\""
            })
    void what_can_be_kept_is_measured(String json) {
        assertThat(StoredText.size(json)).isEqualTo(json.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\0\"",
                "\"\\u0000\"",
                "\"\\\\\\u0000\"",
                "\"\ud83d\"",
                "\"\ude00\ud83d\"",
                "\"\\ud83d\"",
                "\"\\ud83d\\n\"",
                "\"\\ude00\"",
                "\"\\ud83d\\ud83d\\ude00\"",
                "\ud83d"
            })
    void what_would_be_refused_or_changed_is_not(String json) {
        assertThatThrownBy(() -> StoredText.size(json)).isInstanceOf(Unstorable.class);
    }
}
