package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import org.junit.jupiter.api.Test;

class SetStepTest {

    private final SetStep step = new SetStep(new CelTemplates(), TestTask.SECRETS);

    private Outcome set(String settings, String inputs) throws Exception {
        return step.execute(TestTask.of(settings).inputs(inputs).task());
    }

    @Test
    void the_value_keeps_its_type_and_every_digit() throws Exception {
        var outcome = set("{\"value\": {\"a\": \"${inputs.n}\", \"b\": [1.50]}}", "{\"n\": 5}");
        assertThat(outcome).isEqualTo(Outcome.completed("{\"a\":5,\"b\":[1.50]}"));
    }

    @Test
    void a_value_may_be_null() throws Exception {
        assertThat(set("{\"value\": null}", "{}")).isEqualTo(Outcome.completed("null"));
    }

    @Test
    void a_template_that_fails_is_named() throws Exception {
        var failure = Ended.failure(set("{\"value\": \"${inputs.missing}\"}", "{}"));
        assertThat(failure.code()).isEqualTo("EXPRESSION");
        assertThat(failure.message()).startsWith("value: ").contains("inputs.missing");
    }

    @Test
    void a_secret_does_not_come_back_whatever_json_makes_of_it() throws Exception {
        var settings = "{\"value\": {\"${secrets.TOKEN}\": 1, \"b\": [\"x ${secrets.TOKEN}\"]}}";
        var result = Ended.result(set(settings, "{}")).toString();
        assertThat(result).contains("x ***").doesNotContain("s3cret");
    }
}
