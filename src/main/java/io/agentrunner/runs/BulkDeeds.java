package io.agentrunner.runs;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.Problems;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;

/** Does to one run what a job wants; doing it once more is no harm. */
final class BulkDeeds {

    private static final int LONGEST_DETAIL = 500;

    private final Telling telling;
    private final Remaking remaking;
    private final Runs runs;
    private final Removal removal;
    private final Problems problems;

    BulkDeeds(Telling telling, Remaking remaking, Runs runs, Removal removal, Problems problems) {
        this.telling = telling;
        this.remaking = remaking;
        this.runs = runs;
        this.removal = removal;
        this.problems = problems;
    }

    /** Fails only while the server or the database can't; then it is to be tried again. */
    Uni<BulkResult> on(BulkJob job, RunId run) {
        return Uni.createFrom()
                .deferred(() -> perform(job, run))
                .onFailure()
                .recoverWithItem(failure -> result(job, run, failure));
    }

    private Uni<BulkResult> perform(BulkJob job, RunId run) {
        return switch (job.action()) {
            case CANCEL ->
                    telling.tell(run, new Cancel(job.reason()), "be canceled")
                            .map(_ -> BulkResult.done(run, null));
            case PAUSE ->
                    telling.tell(run, new Pause(job.reason()), "be paused")
                            .map(_ -> BulkResult.done(run, null));
            case RESUME ->
                    telling.tell(run, new Resume(), "be resumed")
                            .map(_ -> BulkResult.done(run, null));
            case RETRY -> remaking.retry(run, job.reason()).map(made -> BulkResult.done(run, made));
            case DELETE ->
                    runs.find(run.toString())
                            .chain(removal::remove)
                            .map(_ -> BulkResult.done(run, null));
        };
    }

    private BulkResult result(BulkJob job, RunId run, Throwable failure) {
        var problem = problems.of(failure, job.action() + " of run " + run);
        return switch (problem.type()) {
            case UNAVAILABLE -> throw new JournalUnavailable(problem.detail());
            case NOT_FOUND ->
                    job.action() == BulkAction.DELETE
                            ? BulkResult.done(run, null)
                            : BulkResult.refused(run, problem.detail());
            case CONFLICT -> BulkResult.refused(run, problem.detail());
            default -> BulkResult.failed(run, said(problem, failure));
        };
    }

    private static String said(Problem problem, Throwable failure) {
        var text = problem.type() == ProblemType.FAILED ? failure.toString() : problem.detail();
        return text.substring(0, Math.min(text.length(), LONGEST_DETAIL)).replace("\0", "");
    }
}
