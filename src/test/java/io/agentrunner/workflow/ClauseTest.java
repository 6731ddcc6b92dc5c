package io.agentrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.workflow.Clause.Action.Continue;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Clause.Condition.Java;
import io.agentrunner.workflow.Clause.Condition.Match;
import io.agentrunner.workflow.Clause.Condition.Otherwise;
import io.agentrunner.workflow.Clause.Condition.When;
import org.junit.jupiter.api.Test;

/** What rules are called in one line. */
class ClauseTest {

    private static String label(Condition condition) {
        return new Clause(condition, new Continue(), null).label();
    }

    @Test
    void a_rule_is_called_by_its_name() {
        assertThat(new Clause(new When("a < 1"), new Continue(), null, "small").label())
                .isEqualTo("small");
    }

    @Test
    void a_rule_without_a_name_is_called_by_what_it_looks_at() {
        assertThat(label(new When("result.ok"))).isEqualTo("result.ok");
        assertThat(label(new Otherwise())).isEqualTo("otherwise");
        assertThat(label(new Match("{\"error\":{\"code\":\"$c\"}}", "c != 'X'")))
                .isEqualTo("error: {code:$c} and c != 'X'");
        assertThat(label(new Match("{\"result\": {\"paid\": true}}", null)))
                .isEqualTo("result.paid: true");
        assertThat(label(new Java("small order"))).isEqualTo("small order");
    }

    @Test
    void a_pattern_of_nothing_but_a_code_is_called_by_the_code() {
        assertThat(label(new Match("{\"error\": {\"code\": \"EXIT_7\"}}", null)))
                .isEqualTo("EXIT_7");
        assertThat(label(new Match("{\"error\":{\"code\":\"$c\"}}", null)))
                .isEqualTo("error: {code:$c}");
        assertThat(label(new Match("{\"error\":{\"code\":\"A\",\"message\":\"m\"}}", null)))
                .isEqualTo("error: {code:A,message:m}");
    }
}
