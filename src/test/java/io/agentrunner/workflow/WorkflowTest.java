package io.agentrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowTest {

    private static final Step A = step("a");
    private static final Step B = step("b");
    private static final Step C = step("c");
    private static final Workflow ABC = workflow(List.of(A, B, C));

    @Test
    void steps_are_found_by_name() {
        assertThat(ABC.step("b")).contains(B);
        assertThat(ABC.step("nobody")).isEmpty();
    }

    @Test
    void steps_follow_one_another_to_the_end() {
        assertThat(ABC.first()).isEqualTo(A);
        assertThat(ABC.after("a")).contains(B);
        assertThat(ABC.after("b")).contains(C);
        assertThat(ABC.after("c")).isEmpty();
        assertThat(ABC.after("nobody")).isEmpty();
    }

    @Test
    void it_ends_with_its_last_step() {
        assertThat(ABC.endsWith("c")).isTrue();
        assertThat(ABC.endsWith("a")).isFalse();
        assertThat(ABC.endsWith("nobody")).isFalse();
    }

    @Test
    void it_has_at_least_one_step() {
        assertThatThrownBy(() -> workflow(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workflow order has no steps");
    }

    @Test
    void its_timeline_never_changes() {
        var steps = new ArrayList<>(List.of(A, B));
        var workflow = workflow(steps);
        steps.add(C);
        assertThat(workflow.timeline()).containsExactly(A, B);
    }

    private static Workflow workflow(List<Step> steps) {
        return new Workflow("order", "sha256:1", null, null, null, null, steps, null, "{}");
    }

    private static Step step(String name) {
        return new Step(name, "set", null, "{}", Step.DEFAULT_TIMEOUT, null, RetryPolicy.NONE, 3);
    }
}
