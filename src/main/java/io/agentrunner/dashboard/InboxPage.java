package io.agentrunner.dashboard;

import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.Inbox.Waiting;
import io.agentrunner.dashboard.Shell.Visit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits for a person, the oldest first.
 *
 * @param more that there is more than is shown, in words, or empty
 */
public record InboxPage(
        Shell shell, String headline, List<Ask> asks, String more, RunsPage.@Nullable Empty empty) {

    private static final String EVENTS =
            "/events?type=approval.requested&type=approval.decided&type=step.failed&type=step.canceled"
                    + "&type=run.paused&type=run.resumed";

    static InboxPage of(Waiting waiting, @Nullable String example, Visit visit) {
        var asks =
                waiting.oldest().stream()
                        .map(it -> Ask.of(it.run(), it.step(), Typed.NOTHING, "inbox", visit))
                        .toList();
        return new InboxPage(
                visit.shell("Inbox", "inbox", EVENTS),
                headline(waiting.runs()),
                asks,
                waiting.runs() > Inbox.MOST
                        ? "These are of the %s oldest runs.".formatted(Words.count(Inbox.MOST))
                        : "",
                asks.isEmpty() ? empty(example, visit) : null);
    }

    private static String headline(long runs) {
        return runs == 0
                ? "Nothing waits for a decision"
                : Words.count(runs, "run waits", "runs wait") + " for a decision";
    }

    private static RunsPage.Empty empty(@Nullable String example, Visit visit) {
        return example == null
                ? new RunsPage.Empty(
                        "Nothing to decide",
                        "A run that comes to a step of type approval waits here for your answer."
                                + " Publish an example and start it:",
                        List.of(
                                "curl -X POST %s/workflows -H 'Content-Type: application/yaml' --data-binary @examples/approval.yaml"
                                        .formatted(visit.address()),
                                RunsPage.startCommand(visit.address(), "approval")),
                        false,
                        "")
                : new RunsPage.Empty(
                        "Nothing to decide",
                        "A run that comes to a step of type approval waits here for your answer. To"
                                + " see one:",
                        List.of(RunsPage.startCommand(visit.address(), example)),
                        false,
                        "");
    }
}
