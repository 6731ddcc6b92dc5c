package io.agentrunner.steps;

import static io.agentrunner.steps.TestTask.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalStepTest {

    private static final String PAID = "{\"name\": \"paid-${inputs.id}\", \"timeout\": \"PT1H\"}";

    private final SignalStep step = new SignalStep(new CelTemplates(), TestTask.SECRETS);

    private static TestTask task(String settings) {
        return TestTask.of(settings).inputs("{\"id\": \"A-1\"}");
    }

    @Test
    void a_signal_is_waited_for_by_its_name() throws Exception {
        assertThat(step.execute(task(PAID).task()))
                .isEqualTo(
                        new Outcome.Suspended(new Wait.Signal("paid-A-1", NOON.plusSeconds(3600))));
        assertThat(step.execute(task("{\"name\": \"x\"}").task()))
                .isEqualTo(new Outcome.Suspended(new Wait.Signal("x", null)));
    }

    @Test
    void its_data_are_the_result() throws Exception {
        var came = new Awaited.Signal("paid-A-1", "{\"sum\": 1.50}");
        assertThat(step.execute(task(PAID).after(came)))
                .isEqualTo(Outcome.completed("{\"sum\":1.50}"));
        var empty = new Awaited.Signal("paid-A-1", "null");
        assertThat(step.execute(task(PAID).after(empty))).isEqualTo(Outcome.completed("null"));
    }

    @Test
    void none_in_time_fails() throws Exception {
        var none = step.execute(task(PAID).after(new Awaited.Signal("paid-A-1", null)));
        assertThat(Ended.reason(none)).isEqualTo(Reason.ATTEMPT_TIMEOUT);
        assertThat(Ended.failure(none).code()).isEqualTo("TIMEOUT");
        assertThat(Ended.failure(none).message()).isEqualTo("no signal paid-A-1 came within PT1H");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${''}",
                "${inputs.id.replace('A-1', ' ')}",
                "${inputs.?none}",
                "${'a\\\\u0000'}"
            })
    void what_is_no_name_is_refused(String name) throws Exception {
        var failure = Ended.failure(step.execute(task("{\"name\": \"" + name + "\"}").task()));
        assertThat(failure.code()).isEqualTo("SETTINGS");
        assertThat(failure.message()).startsWith("name ");
    }

    @Test
    void a_name_has_an_end() throws Exception {
        var failure =
                Ended.failure(step.execute(task("{\"name\": \"" + "x".repeat(201) + "\"}").task()));
        assertThat(failure.message()).isEqualTo("name has from 1 to 200 characters");
    }
}
