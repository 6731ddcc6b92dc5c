package io.agentrunner.run;

import static io.agentrunner.run.Samples.A;
import static io.agentrunner.run.Samples.A_RETRY;
import static io.agentrunner.run.Samples.A_STARTED;
import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.WAITING_FOR_RETRY;
import static io.agentrunner.run.Samples.fail;
import static io.agentrunner.run.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.StepEvent.SideEffectRecorded;
import org.junit.jupiter.api.Test;

/** What an attempt did in the world is done once for all attempts of its step. */
class SideEffectTest {

    private static final Effect NOW = new Effect("now", "\"2026\"");
    private static final Effect DICE = new Effect("dice", "6");

    private final Story running = given(CREATED, STARTED, A_STARTED);
    private final Story done = running.when(effect(1, NOW)).after().when(effect(1, DICE)).after();

    @Test
    void it_is_on_record_and_nothing_else_follows() {
        running.when(effect(1, NOW)).then(new SideEffectRecorded(A, 1, NOW, NOON));
    }

    @Test
    void an_attempt_after_a_crash_knows_it_in_the_order_in_which_it_was_done() {
        var again = done.when(new Recover(NODE)).after().step(A);
        assertThat(again.isRunning(2)).isTrue();
        assertThat(again.effects()).containsExactly(NOW, DICE);
    }

    @Test
    void an_attempt_after_a_failure_knows_it_too() {
        var again =
                done.when(fail(1, BROKEN)).after().when(new WakeUp(), NOON.plusSeconds(1)).after();
        assertThat(again.step(A).isRunning(2)).isTrue();
        assertThat(again.step(A).effects()).containsExactly(NOW, DICE);
    }

    @Test
    void only_the_attempt_under_way_does_something() {
        done.when(new Recover(NODE)).after().when(effect(1, NOW)).thenRejected(Rule.STALE_ATTEMPT);
        given(CREATED, STARTED, A_STARTED, A_RETRY, WAITING_FOR_RETRY)
                .when(effect(1, NOW))
                .thenRejected(Rule.NOT_RUNNING);
        done.when(new RunCommand.Fail(Reason.START_FAILED, "no"))
                .after()
                .when(effect(1, NOW))
                .thenRejected(Rule.RUN_IS_OVER);
    }

    @Test
    void an_attempt_that_is_to_end_may_still_say_what_it_did() {
        running.when(Samples.cancel(null))
                .after()
                .when(effect(1, NOW))
                .then(new SideEffectRecorded(A, 1, NOW, NOON));
    }

    private static RecordEffect effect(int attempt, Effect effect) {
        return new RecordEffect(A, attempt, effect);
    }
}
