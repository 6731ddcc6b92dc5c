package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FramesTest {

    @Test
    void a_frame_has_id_type_and_data_and_ends() {
        assertThat(Frames.event("7", "run.completed", "{}"))
                .isEqualTo("id: 7\nevent: run.completed\ndata: {}\n\n");
    }

    @Test
    void what_is_not_journalled_has_no_id() {
        assertThat(Frames.event(null, "step.progress", "{}")).doesNotContain("id:");
    }

    @Test
    void a_line_break_in_the_data_cannot_end_the_frame() {
        assertThat(Frames.event(null, "x", "{\n\n}"))
                .isEqualTo("event: x\ndata: {\ndata: \ndata: }\n\n");
    }
}
