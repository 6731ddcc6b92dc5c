package io.agentrunner.steps;

import static io.agentrunner.steps.TestTask.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.Wait;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalStepTest {

    private static final String PLAIN = "{\"title\": \"Ship ${inputs.id}?\"}";
    private static final ApprovalRequest SHIP = asked("Ship A-1?", false);

    private final ApprovalStep step = new ApprovalStep(new CelTemplates(), TestTask.SECRETS);

    private static TestTask task(String settings) {
        return TestTask.of(settings).inputs("{\"id\": \"A-1\", \"blank\": \" \"}");
    }

    private static ApprovalRequest asked(String title, boolean rejectsInTime) {
        return new ApprovalRequest(title, null, null, null, rejectsInTime);
    }

    private static Outcome waits(ApprovalRequest request, Instant until) {
        return new Outcome.Suspended(new Wait.Approval(request, until));
    }

    private Outcome decided(boolean approved, @Nullable String data, @Nullable String by)
            throws Exception {
        var comment = by == null ? null : "fine with me";
        var verdict = new Verdict(approved, data, comment, by, NOON.plusSeconds(5));
        return step.execute(task(PLAIN).after(new Awaited.Approval(SHIP, verdict)));
    }

    private Outcome overdue(String settings, boolean rejectsInTime) throws Exception {
        var request = asked("Ship?", rejectsInTime);
        var later = task(settings).now(NOON.plus(Duration.ofDays(1)));
        return step.execute(later.after(new Awaited.Approval(request, null)));
    }

    @Test
    void a_person_is_asked_and_has_a_day() throws Exception {
        assertThat(step.execute(task(PLAIN).task()))
                .isEqualTo(waits(SHIP, NOON.plus(Duration.ofDays(1))));
    }

    @Test
    void what_the_person_sees_is_evaluated_and_the_form_is_not() throws Exception {
        var settings =
                """
                {"title": "Ship?", "kind": "shipping", "data": {"order": ["${inputs.id}"]},
                 "form": {"description": "${later}"}, "timeout": "PT1H", "onTimeout": "reject"}
                """;
        var request =
                new ApprovalRequest(
                        "Ship?",
                        "shipping",
                        "{\"order\":[\"A-1\"]}",
                        "{\"description\":\"${later}\"}",
                        true);
        assertThat(step.execute(task(settings).task()))
                .isEqualTo(waits(request, NOON.plusSeconds(3600)));
    }

    @Test
    void a_limit_finer_than_the_database_can_hold_is_shortened() throws Exception {
        assertThat(step.execute(task("{\"title\": \"T\", \"timeout\": \"PT0.0000019S\"}").task()))
                .isEqualTo(waits(asked("T", false), NOON.plusNanos(1000)));
    }

    @Test
    void an_approval_is_the_result() throws Exception {
        assertThat(decided(true, "{\"n\": 1.50}", "ann"))
                .isEqualTo(
                        Outcome.completed(
                                "{\"decision\":\"approve\",\"data\":{\"n\":1.50},\"comment\":\"fine with me\","
                                        + "\"by\":\"ann\",\"at\":\"2030-01-01T12:00:05Z\"}"));
        assertThat(decided(true, null, null))
                .isEqualTo(
                        Outcome.completed(
                                "{\"decision\":\"approve\",\"data\":null,\"comment\":null,\"by\":null,"
                                        + "\"at\":\"2030-01-01T12:00:05Z\"}"));
    }

    @Test
    void data_at_its_limit_and_what_was_said_with_it_are_no_loss() throws Exception {
        var data = "\"" + "x".repeat((1 << 20) - 2) + "\"";
        assertThat(decided(true, data, "ann")).isInstanceOf(Outcome.Large.class);
    }

    @Test
    void a_rejection_fails_and_says_who_and_why() throws Exception {
        var rejected = decided(false, "{\"n\": 1}", "ann");
        assertThat(Ended.reason(rejected)).isEqualTo(Reason.REJECTED);
        var failure = Ended.failure(rejected);
        assertThat(failure.code()).isEqualTo("REJECTED");
        assertThat(failure.message()).isEqualTo("rejected by ann: fine with me");
        assertThat(failure.details()).contains("\"decision\":\"reject\",\"data\":{\"n\":1}");
        assertThat(Ended.failure(decided(false, null, null)).message()).isEqualTo("rejected");
    }

    @Test
    void silence_fails_and_never_approves() throws Exception {
        var silence = overdue(PLAIN, false);
        assertThat(Ended.reason(silence)).isEqualTo(Reason.APPROVAL_TIMEOUT);
        assertThat(Ended.failure(silence).code()).isEqualTo("APPROVAL_TIMEOUT");
        assertThat(Ended.failure(silence).message()).isEqualTo("nobody decided within PT24H");
    }

    @Test
    void silence_may_count_as_a_rejection() throws Exception {
        var silence = overdue("{\"title\": \"T\", \"timeout\": \"PT1H\"}", true);
        assertThat(Ended.reason(silence)).isEqualTo(Reason.REJECTED);
        assertThat(Ended.failure(silence).code()).isEqualTo("REJECTED");
        assertThat(Ended.failure(silence).message()).isEqualTo("nobody decided within PT1H");
    }

    @Test
    void time_that_is_over_stays_over_for_the_attempt_after_a_crash() throws Exception {
        var again = task(PLAIN).attempt(2).after(new Awaited.Approval(SHIP, null));
        assertThat(Ended.failure(step.execute(again)).code()).isEqualTo("APPROVAL_TIMEOUT");
    }

    @Test
    void what_nobody_could_decide_is_refused() throws Exception {
        assertThat(Ended.failure(step.execute(task("{\"title\": \"${inputs.blank}\"}").task())))
                .extracting("code", "message")
                .containsExactly("SETTINGS", "title is empty");
        var nul = "{\"title\": \"T\", \"data\": \"${b'\\\\x00'}${'\\\\u0000'}\"}";
        assertThat(Ended.failure(step.execute(task(nul).task())).code()).isEqualTo("PAYLOAD_NUL");
        var large = "{\"title\": \"T\", \"data\": \"" + "x".repeat(1 << 20) + "\"}";
        assertThat(Ended.failure(step.execute(task(large).task())).code())
                .isEqualTo("PAYLOAD_LIMIT");
    }

    @Test
    void a_title_is_a_line_and_not_a_book() throws Exception {
        var task = task("{\"title\": \"" + "x".repeat(501) + "\"}").task();
        assertThat(step.execute(task))
                .isEqualTo(
                        waits(asked("x".repeat(500) + "…", false), NOON.plus(Duration.ofDays(1))));
    }
}
