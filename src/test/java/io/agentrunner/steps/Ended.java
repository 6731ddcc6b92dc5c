package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import org.assertj.core.api.InstanceOfAssertFactories;

/** How an attempt is expected to have ended. */
final class Ended {

    private Ended() {}

    static JsonNode result(Outcome outcome) {
        var completed =
                assertThat(outcome)
                        .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Completed.class))
                        .actual();
        return Json.parse(completed.result());
    }

    static Failure failure(Outcome outcome) {
        return failed(outcome).failure();
    }

    static Reason reason(Outcome outcome) {
        return failed(outcome).reason();
    }

    private static Outcome.Failed failed(Outcome outcome) {
        return assertThat(outcome)
                .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Failed.class))
                .actual();
    }
}
