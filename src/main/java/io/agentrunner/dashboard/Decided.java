package io.agentrunner.dashboard;

import io.agentrunner.run.Awaited.Approval;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided, when, and what they said.
 *
 * @param by who, as they said, or empty
 * @param data what came along, null where nothing did
 */
public record Decided(
        String title,
        Mark mark,
        String step,
        String stepUrl,
        String by,
        String iso,
        String clock,
        String day,
        String millis,
        String comment,
        @Nullable Code data) {

    /** Those of a run, the latest last. */
    static List<Decided> of(Run run) {
        return run.steps().stream().flatMap(step -> of(step).stream()).toList();
    }

    static List<Decided> of(StepRun step) {
        return step.awaited() instanceof Approval(var request, var verdict) && verdict != null
                ? List.of(of(request.title(), step.key().path(), verdict))
                : List.of();
    }

    private static Decided of(String title, String path, Verdict verdict) {
        var data = verdict.data();
        var at = verdict.at();
        return new Decided(
                title,
                mark(verdict),
                path,
                StepRow.url(path),
                verdict.by() == null ? "" : String.valueOf(verdict.by()),
                at.toString(),
                Words.clock(at),
                Words.day(at),
                String.valueOf(at.toEpochMilli()),
                verdict.comment() == null ? "" : String.valueOf(verdict.comment()),
                data == null || data.equals("null") || data.equals("{}") ? null : Code.of(data));
    }

    private static Mark mark(Verdict verdict) {
        return verdict.approved()
                ? new Mark("is-completed", "i-completed", "Approved", "")
                : new Mark("is-failed", "i-failed", "Rejected", "");
    }
}
