package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Histories.ID;
import static io.agentrunner.dashboard.Histories.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people see of a run that waits for them, and what they can do about it. */
class WaitingPagesTest {

    private static final StepKey PLAN = StepKey.first("plan");
    private static final Instant UNTIL = at(86_400);
    private static final ApprovalRequest SHIP =
            new ApprovalRequest(
                    "Ship A-1?",
                    null,
                    "{\"total\":120,\"note\":\"<b>fragile</b>\"}",
                    "{\"type\":\"object\",\"required\":[\"carrier\"],\"properties\":{\"carrier\":{\"enum\":[\"standard\",\"express\"]}}}",
                    false);

    private final PreviewPages pages = new PreviewPages();

    private static Histories asking() {
        return new Histories()
                .created()
                .started(0)
                .begins("plan", 1, 0)
                .add(new ApprovalRequested(PLAN, 1, SHIP, UNTIL, at(1)))
                .add(new StepWaiting(PLAN, 1, Reason.APPROVAL, SHIP.title(), UNTIL, at(1)))
                .add(new RunWaiting(Reason.APPROVAL, SHIP.title(), UNTIL, at(1)));
    }

    @Test
    void whoever_decides_sees_what_about_and_until_when() {
        var html = pages.run("run-asking", asking(), 61);

        assertThat(html)
                .contains("Ship A-1?")
                .contains("&lt;b&gt;fragile&lt;/b&gt;")
                .contains("23 h 58 m</span> left, then the step fails")
                .contains("action=\"/runs/" + ID + "/approvals/plan\"")
                .contains("<option value=\"express\">")
                .contains("name=\"decision\" value=\"approve\"");
    }

    @Test
    void a_page_with_a_form_is_not_loaded_again_by_itself() {
        assertThat(pages.run("run-asking", asking(), 61)).doesNotContain("http-equiv=\"refresh\"");
    }

    @Test
    void what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
        var typed =
                new Typed(
                        Map.of("comment", "careful", "in.carrier", ""),
                        Map.of("carrier", "Is required."));

        var html = pages.run("run-asking-again", asking(), 61, new Ask.Draft("plan", typed));

        assertThat(html)
                .contains("id=\"e-ask-plan-carrier\"")
                .contains("Is required.")
                .contains("value=\"careful\"");
    }

    @Test
    void a_decision_says_who_when_and_why() {
        var verdict = new Verdict(false, null, "two parcels <are> missing", "Ada", at(90));

        var html =
                pages.run(
                        "run-decided",
                        asking().add(new ApprovalDecided(PLAN, 1, verdict, at(90))),
                        100);

        assertThat(html)
                .contains("Rejected")
                .contains("Ada")
                .contains("two parcels &lt;are&gt; missing")
                .doesNotContain("name=\"decision\"");
    }

    @Test
    void only_what_is_possible_is_offered() {
        var running = new Histories().created().started(0).begins("plan", 1, 0);
        assertThat(pages.run("run-live-actions", running, 5))
                .contains("/pause\"", "/cancel\"")
                .doesNotContain("/resume\"", "/step\"", "/retry\"");

        var paused = asking().add(new RunPaused("the carrier is on strike", at(2)));
        assertThat(pages.run("run-paused", paused, 61))
                .contains("/resume\"", "/cancel\"", "the carrier is on strike")
                .doesNotContain("/pause\"", "/step\"", "/retry\"");

        var failed =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .fails("plan", 1, "E", "no", 1);
        assertThat(pages.run("run-failed-actions", failed, 61))
                .contains("/retry\"")
                .doesNotContain("/pause\"", "/resume\"", "/step\"", "/cancel\"");

        var done = new Histories().created().started(0).begins("plan", 1, 0);
        for (var step : List.of("plan", "charge", "ship")) {
            done = step.equals("plan") ? done : done.begins(step, 1, 1);
            done.completes(step, 1, 1);
        }
        assertThat(pages.run("run-done", done.ends(2), 61)).doesNotContain("method=\"post\"");
    }

    @Test
    void after_the_last_attempt_somebody_is_asked_to_try_again() {
        var failure = Failure.of("HTTP_503", "no answer");
        var history =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .add(new StepRetryScheduled(PLAN, 1, failure, null, at(1)))
                        .add(
                                new RunWaiting(
                                        Reason.RETRIES_EXHAUSTED,
                                        "plan: attempt 1 failed with HTTP_503; resume the run to try"
                                                + " again, or cancel it",
                                        null,
                                        at(1)));

        assertThat(pages.run("run-exhausted", history, 61))
                .contains("Try again")
                .contains("attempt 1 failed with HTTP_503");
    }

    @Test
    void a_signal_is_sent_from_a_form_that_names_it() {
        var history =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .add(
                                new StepWaiting(
                                        PLAN,
                                        1,
                                        Reason.SIGNAL,
                                        "waiting for signal paid",
                                        UNTIL,
                                        "paid",
                                        null,
                                        at(1)))
                        .add(
                                new RunWaiting(
                                        Reason.SIGNAL, "waiting for signal paid", UNTIL, at(1)));

        assertThat(pages.run("run-signal", history, 61))
                .contains("action=\"/runs/" + ID + "/signals/paid\"")
                .contains("Send signal");
    }
}
