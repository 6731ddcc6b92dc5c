package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.http.Page;
import io.agentrunner.runs.ApprovalView;
import java.util.Comparator;
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

    static InboxPage of(Page<ApprovalView> waiting, @Nullable String example, Visit visit) {
        var asks =
                waiting.items().stream()
                        .sorted(Comparator.comparing(ApprovalView::requestedAt))
                        .map(it -> Ask.of(it, Draft.NONE, "inbox", visit))
                        .toList();
        boolean all = waiting.nextCursor() == null;
        return new InboxPage(
                visit.shell("Inbox", "inbox", EVENTS).waiting(Inbox.count(waiting)),
                headline(asks.size(), all),
                asks,
                all ? "" : "These are of the oldest runs; more appear as these are decided.",
                asks.isEmpty() && all ? empty(example, visit) : null);
    }

    private static String headline(int asks, boolean all) {
        if (!all) {
            return "More than "
                    + Words.count(asks, "decision waits", "decisions wait")
                    + " for you";
        }
        return asks == 0
                ? "Nothing waits for a decision"
                : Words.count(asks, "decision waits", "decisions wait") + " for you, oldest first";
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
