package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.Wait;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code approval}: asks a person, once, and holds nothing meanwhile. Silence never approves. */
public final class ApprovalStep extends LightStep {

    private static final Duration USUAL_TIMEOUT = Duration.ofDays(1);
    private static final int LONGEST_TITLE = 500;

    public ApprovalStep(Templates templates, Secrets secrets) {
        super("approval", templates, secrets);
    }

    @Override
    Outcome execute(StepTask task, Settings settings) throws Exception {
        return answer(task, settings);
    }

    private Outcome answer(StepTask task, Settings settings) throws IOException {
        return switch (task.current().awaited()) {
            case Awaited.Approval(_, var verdict) when verdict != null -> decided(verdict);
            // Asked and executed again without an answer: the time is over.
            case Awaited.Approval(var request, _) -> overdue(request, timeout(settings));
            case Awaited.Signal _, Awaited.Child _, Awaited.Branches _ -> ask(task, settings);
            case null -> ask(task, settings);
        };
    }

    private static Outcome ask(StepTask task, Settings settings) {
        var until = task.current().attempt().startedAt().plus(timeout(settings));
        return new Outcome.Suspended(
                new Wait.Approval(request(settings), until.truncatedTo(ChronoUnit.MICROS)));
    }

    private static ApprovalRequest request(Settings settings) {
        var title = Settings.text("title", settings.required("title"));
        if (title.isBlank()) {
            throw Settings.wrong("title", "is empty");
        }
        return new ApprovalRequest(
                Text.start(title, LONGEST_TITLE),
                settings.raw("kind").map(JsonNode::textValue).orElse(null),
                settings.find("data").map(data -> Keepable.json("data", data)).orElse(null),
                settings.raw("form").map(Json::write).orElse(null),
                rejectsInTime(settings));
    }

    private static boolean rejectsInTime(Settings settings) {
        return settings.raw("onTimeout").filter(it -> it.asText().equals("reject")).isPresent();
    }

    private static Duration timeout(Settings settings) {
        return settings.duration("timeout").orElse(USUAL_TIMEOUT);
    }

    private Outcome decided(Verdict verdict) throws IOException {
        var decision = decision(verdict);
        return verdict.approved()
                ? outcomes().completed(decision, List.of())
                : outcomes()
                        .failed(
                                new StepFailed("REJECTED", rejected(verdict), decision),
                                Reason.REJECTED);
    }

    private static ObjectNode decision(Verdict verdict) {
        var data = verdict.data();
        var decision = Json.object().put("decision", verdict.approved() ? "approve" : "reject");
        decision.set("data", data == null ? NullNode.instance : Json.parse(data));
        return decision.put("comment", verdict.comment())
                .put("by", verdict.by())
                .put("at", verdict.at().toString());
    }

    private static String rejected(Verdict verdict) {
        var by = verdict.by() == null ? "rejected" : "rejected by " + verdict.by();
        return verdict.comment() == null ? by : by + ": " + verdict.comment();
    }

    private Outcome overdue(ApprovalRequest request, Duration timeout) {
        var reason = request.rejectsInTime() ? Reason.REJECTED : Reason.APPROVAL_TIMEOUT;
        var message = "nobody decided within " + timeout;
        return outcomes().failed(new StepFailed(reason.name(), message), reason);
    }
}
