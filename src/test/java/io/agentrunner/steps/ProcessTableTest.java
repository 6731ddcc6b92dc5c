package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTableTest {

    @Test
    void a_name_may_contain_anything() {
        var entry =
                ProcessTable.parse(
                        "42 (a) b (c) S 7 8 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 1 2");
        assertThat(entry).contains(new ProcessTable.Entry(42, 7, 9, 123_456));
    }

    @Test
    void a_zombie_is_no_process_any_more() {
        assertThat(ProcessTable.parse("42 (sh) Z 7 8 9 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 99 1 2"))
                .isEmpty();
        assertThat(ProcessTable.parse("")).isEmpty();
    }
}
