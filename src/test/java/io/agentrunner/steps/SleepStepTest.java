package io.agentrunner.steps;

import static io.agentrunner.steps.TestTask.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Wait;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SleepStepTest {

    private final SleepStep step = new SleepStep(new CelTemplates(), TestTask.SECRETS);

    private Outcome sleep(String settings, Duration since) throws Exception {
        var task = TestTask.of(settings).inputs("{\"pause\": \"PT30S\"}").now(NOON.plus(since));
        return step.execute(task.task());
    }

    private static Outcome until(Instant moment) {
        return new Outcome.Suspended(new Wait.Sleep("sleeping until " + moment, moment));
    }

    @Test
    void a_length_counts_from_the_beginning_of_the_step() throws Exception {
        assertThat(sleep("{\"for\": \"PT30S\"}", Duration.ofSeconds(29)))
                .isEqualTo(until(NOON.plusSeconds(30)));
    }

    @Test
    void it_is_over_when_its_moment_has_come() throws Exception {
        assertThat(sleep("{\"for\": \"PT30S\"}", Duration.ofSeconds(30)))
                .isEqualTo(Outcome.completed("null"));
    }

    @Test
    void a_moment_may_be_given_in_any_time_zone() throws Exception {
        assertThat(sleep("{\"until\": \"2030-01-01T14:00:00+01:00\"}", Duration.ZERO))
                .isEqualTo(until(NOON.plusSeconds(3600)));
    }

    @Test
    void the_length_may_be_a_template() throws Exception {
        assertThat(sleep("{\"for\": \"${inputs.pause}\"}", Duration.ZERO))
                .isEqualTo(until(NOON.plusSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"for\": \"PT1S\", \"until\": \"2030-01-01T12:00:00Z\"}",
                "{\"for\": \"soon\"}",
                "{\"for\": \"-PT1S\"}",
                "{\"for\": \"PT9000000000000000S\"}",
                "{\"until\": \"tomorrow\"}",
                "{\"until\": \"+999999999-01-01T00:00:00Z\"}"
            })
    void what_is_no_length_and_no_moment_is_refused(String settings) throws Exception {
        var failure = Ended.failure(sleep(settings, Duration.ZERO));
        assertThat(failure.code()).isEqualTo("SETTINGS");
        assertThat(failure.message()).matches("(for|until) .*");
    }
}
