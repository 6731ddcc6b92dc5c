package io.agentrunner.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.http.Problem;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.http.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartBodyTest {

    @Test
    void a_form_becomes_what_a_program_would_send() {
        var body =
                StartBody.of(
                        "order",
                        "{\"total\":1.50}",
                        Map.of("tags", "eu, ,rush ", "correlationId", " A-1 "));

        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"workflow\":\"order\",\"inputs\":{\"total\":1.50},\"tags\":[\"eu\",\"rush\"],"
                                + "\"correlationId\":\"A-1\"}");
    }

    @Test
    void a_mistake_deep_inside_is_told_at_the_field_that_holds_it() {
        var problem =
                new Problem(ProblemType.INVALID, "see errors")
                        .withErrors(
                                List.of(
                                        Mistake.at("/inputs/address/city", "is missing"),
                                        Mistake.at("/tags/0", "is too long")));

        assertThat(Mistakes.of(problem, StartBody.INPUTS))
                .containsEntry("address", "Is missing.")
                .containsEntry("tags/0", "Is too long.");
    }

    @Test
    void a_problem_without_details_is_told_as_a_whole() {
        assertThat(Mistakes.of(new Problem(ProblemType.CONFLICT, "It is archived."), "/inputs"))
                .containsExactly(Map.entry("", "It is archived."));
    }
}
