package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import java.io.IOException;
import java.io.StringWriter;
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

    /** A result that is too large for the journal. */
    static JsonNode large(Outcome outcome) throws IOException {
        var large =
                assertThat(outcome)
                        .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Large.class))
                        .actual();
        var text = new StringWriter();
        large.result().writeTo(text);
        return Json.parse(text.toString());
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
