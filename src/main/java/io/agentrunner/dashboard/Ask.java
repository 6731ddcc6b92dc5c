package io.agentrunner.dashboard;

import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision that a run waits for, with the form that makes it.
 *
 * @param left until nobody's decision becomes one, and {@code then} which
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
        List<FormField> fields,
        String comment,
        String by,
        String from,
        String problem) {

    /** More forms than that on one page help nobody. */
    static final int MOST = 20;

    /** What somebody typed into the form for one of the steps. */
    record Draft(String step, Typed typed) {
        static final Draft NONE = new Draft("", Typed.NOTHING);

        Typed of(StepRun asking) {
            return asking.key().path().equals(step) ? typed : Typed.NOTHING;
        }
    }

    /** The steps that wait for somebody's decision, the oldest first. */
    static List<StepRun> steps(Run run) {
        return run.isCancelRequested()
                ? List.of()
                : run.steps().active().stream().filter(step -> waiting(step) != null).toList();
    }

    /** What it asks for; null when it waits for nobody's decision. */
    static @Nullable ApprovalRequest waiting(StepRun step) {
        return step.state() == StepState.WAITING
                        && step.awaited() instanceof Approval(var request, var verdict)
                        && verdict == null
                ? request
                : null;
    }

    static Ask of(Run run, StepRun step, Typed typed, String from, Visit visit) {
        var id = run.id().toString();
        var path = step.key().path();
        var request = Objects.requireNonNull(waiting(step));
        var name = "ask-" + (from.isEmpty() ? "" : id + "-") + path;
        var fields = fields(request, typed, name);
        var asked = step.attempt().runningSince();
        return new Ask(
                name,
                visit.form("runs", id, "approvals", path),
                request.title(),
                path,
                run.workflow(),
                RunPage.shortId(id),
                "/runs/" + id,
                Words.age(Duration.between(asked, visit.now())),
                Words.day(asked),
                String.valueOf(asked.toEpochMilli()),
                DataRow.of(request.data()),
                Left.of(step.wakeAt(), visit.now()),
                request.rejectsInTime() ? "then it is rejected" : "then the step fails",
                fields,
                typed.value("comment"),
                typed.value("by"),
                from,
                typed.problem(fields));
    }

    private static List<FormField> fields(ApprovalRequest request, Typed typed, String name) {
        return request.form() == null
                ? List.of()
                : InputForm.of(request.form()).fields().stream()
                        .map(it -> FormField.of(it, typed, name + "-", "data"))
                        .toList();
    }
}
