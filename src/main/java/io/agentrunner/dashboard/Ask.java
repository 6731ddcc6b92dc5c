package io.agentrunner.dashboard;

import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.run.Run;
import io.agentrunner.runs.ApprovalView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that a run waits for, with the form that makes it.
 *
 * @param left until nobody's decision becomes one, and {@code then} which
 * @param paused what follows from the decision waits until somebody resumes the run
 * @param from where the reader comes back to: {@code inbox}, or empty for the page of the run
 * @param problem what is wrong with the whole of what was sent, or empty
 */
public record Ask(
        String id,
        Form form,
        String title,
        String step,
        String workflow,
        String shortId,
        String runUrl,
        String asked,
        String askedDay,
        String askedMillis,
        List<DataRow> data,
        @Nullable Left left,
        String then,
        boolean paused,
        List<FormField> fields,
        String comment,
        String by,
        String from,
        String problem) {

    /** More forms than that on one page help nobody. */
    static final int MOST = 20;

    /**
     * What somebody typed into one of the forms of a page.
     *
     * @param about the step that asks, or the name of the signal
     */
    record Draft(String about, Typed typed) {
        static final Draft NONE = new Draft("", Typed.NOTHING);

        Typed of(String other) {
            return other.equals(about) ? typed : Typed.NOTHING;
        }
    }

    /** The decisions that a run waits for, in the order they were asked for. */
    static List<ApprovalView> of(Run run) {
        return run.isCancelRequested()
                ? List.of()
                : run.steps().active().stream()
                        .flatMap(step -> ApprovalView.of(run, step).stream())
                        .toList();
    }

    static Ask of(ApprovalView asked, Draft draft, String from, Visit visit) {
        var id = asked.runId();
        var path = asked.step();
        var typed = draft.of(path);
        var name = "ask-" + (from.isEmpty() ? "" : id + "-") + path;
        var fields = fields(asked, typed, name);
        var since = asked.requestedAt();
        return new Ask(
                name,
                visit.form("runs", id, "approvals", path),
                asked.title(),
                path,
                asked.workflow(),
                RunPage.shortId(id),
                "/runs/" + id,
                Words.age(Duration.between(since, visit.now())),
                Words.day(since),
                String.valueOf(since.toEpochMilli()),
                DataRow.of(asked.data()),
                Left.of(asked.until(), visit.now()),
                asked.onTimeout().equals("reject") ? "then it is rejected" : "then the step fails",
                asked.paused() && !from.isEmpty(),
                fields,
                typed.value("comment"),
                typed.value("by"),
                from,
                typed.problem(fields));
    }

    private static List<FormField> fields(ApprovalView asked, Typed typed, String name) {
        return asked.form() == null
                ? List.of()
                : InputForm.of(asked.form()).fields().stream()
                        .map(it -> FormField.of(it, typed, name + "-", "data"))
                        .toList();
    }
}
