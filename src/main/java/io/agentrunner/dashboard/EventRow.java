package io.agentrunner.dashboard;

import io.agentrunner.journal.EventCodec;
import io.agentrunner.run.Failure;
import io.agentrunner.run.FlowEvent;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.StepSkipped;
import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.Lifecycle;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunFailed;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Lifecycle.RunPaused;
import io.agentrunner.run.Lifecycle.RunRecovered;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunStepRequested;
import io.agentrunner.run.Lifecycle.RunTimedOut;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.StepEvent;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import io.agentrunner.run.StepEvent.SideEffectRecorded;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.WaitEvent;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.ChildStarted;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event in one line.
 *
 * @param when since the run was created
 * @param subject the step it is about, or empty
 * @param turned itself, where a rule decided something
 */
public record EventRow(
        long seq,
        String css,
        String icon,
        String when,
        String at,
        String type,
        String subject,
        String words,
        @Nullable Turned turned) {

    static EventRow of(long seq, RunEvent event, Instant created) {
        var since = Duration.between(created, event.at()).toMillis() / 1000.0;
        var colour = colour(event);
        return new EventRow(
                seq,
                "is-" + colour,
                icon(event, colour),
                since < 1000
                        ? String.format(Locale.ROOT, "+%.2f s", since)
                        : "+" + Words.age(Duration.between(created, event.at())),
                Words.day(event.at()),
                EventCodec.type(event),
                subject(event),
                Words.clip(words(event), 200),
                event instanceof Turned turned ? turned : null);
    }

    private static String subject(RunEvent event) {
        return switch (event) {
            case StepEvent step -> step.step().path();
            case WaitEvent.OfStep wait -> wait.step().path();
            case FlowEvent flow -> flow.step().path();
            case Lifecycle _, SignalReceived _ -> "";
        };
    }

    private static String colour(RunEvent event) {
        return switch (event) {
            case RunCreated _, RunForked _, StepSkipped _ -> "queued";
            case Turned turned -> turned.way().direction() == Direction.FAIL ? "failed" : "running";
            case RunStarted _, RunResumed _, StepStarted _, StepResumed _ -> "running";
            case RunWaiting _, RunRecovered _, StepWaiting _, StepRetryScheduled _ -> "waiting";
            case RunPaused _, ApprovalRequested _, ChildStarted _ -> "waiting";
            case RunStepRequested _, ApprovalDecided _, SignalReceived _ -> "running";
            case ChildEnded _, SideEffectRecorded _ -> "running";
            case RunCompleted _, StepCompleted _, ArtifactCreated _ -> "completed";
            case RunFailed _, RunTimedOut _, StepFailed _, StepTimedOut _ -> "failed";
            case RunCancelRequested _, RunCanceled _, StepCanceled _ -> "canceled";
        };
    }

    private static String icon(RunEvent event, String colour) {
        return switch (event) {
            case ArtifactCreated _ -> "i-file";
            case StepRetryScheduled _, RunRecovered _ -> "i-retry";
            default -> "i-" + colour;
        };
    }

    private static String words(RunEvent event) {
        return switch (event) {
            case Lifecycle lifecycle -> words(lifecycle);
            case StepEvent step -> words(step);
            case WaitEvent wait -> words(wait);
            case FlowEvent flow -> words(flow);
        };
    }

    private static String words(Lifecycle event) {
        return switch (event) {
            case RunCreated created -> words(created);
            case RunStarted started -> "on " + started.node();
            case RunWaiting waiting -> words(waiting);
            case RunForked forked ->
                    "%d finished steps of %s".formatted(forked.steps().size(), forked.from());
            case RunPaused pause -> pause.reason() == null ? "" : String.valueOf(pause.reason());
            case RunStepRequested _ -> "";
            case RunResumed resumed -> "on " + resumed.node();
            case RunCompleted completed -> Outcome.words(completed.result());
            case RunFailed failed ->
                    Words.sentence(failed.reason().name()) + ": " + failed.message();
            case RunCancelRequested wish ->
                    wish.reason() == null ? "" : String.valueOf(wish.reason());
            case RunCanceled canceled -> canceled.message();
            case RunTimedOut timedOut -> "after " + Words.duration(timedOut.limit());
            case RunRecovered recovered ->
                    recovered.from().equals(recovered.node())
                            ? recovered.node() + " was restarted and goes on"
                            : recovered.from() + " was lost, " + recovered.node() + " took over";
        };
    }

    private static String words(FlowEvent event) {
        return switch (event) {
            case StepSkipped _ -> "";
            case Turned turned ->
                    "rule %d: %s%s"
                            .formatted(
                                    turned.way().rule(),
                                    direction(turned.way()),
                                    why(turned.way()));
        };
    }

    private static String direction(Way way) {
        var to = way.to() == null ? "the end" : way.to();
        return switch (way.direction()) {
            case CONTINUE -> "on to " + to;
            case BACK_TO -> "back to " + to;
            case SKIP_TO -> "skips to " + to;
            case FAIL -> "fails the run";
        };
    }

    private static String why(Way way) {
        return way.values().equals("{}") ? "" : ", since " + way.values();
    }

    private static String words(RunCreated created) {
        var tags = created.tags().isEmpty() ? "" : ", tags " + String.join(" ", created.tags());
        var reason = created.reason() == null ? "" : ", again: " + created.reason();
        return created.workflow() + tags + reason;
    }

    private static String words(RunWaiting waiting) {
        var until = waiting.until();
        return until == null
                ? waiting.message()
                : "%s, for %s"
                        .formatted(
                                Words.sentence(waiting.reason().name()),
                                Words.duration(waiting.at(), until));
    }

    private static String words(StepEvent event) {
        return switch (event) {
            case StepStarted started ->
                    started.attempt() == 1 ? "" : "attempt " + started.attempt();
            case StepCompleted completed -> Outcome.words(completed.result());
            case StepFailed failed -> words(failed.failure());
            case StepRetryScheduled retry ->
                    words(retry.failure()) + ", again " + words(retry.at(), retry.next());
            case StepTimedOut timedOut -> Words.sentence(timedOut.reason().name());
            case StepWaiting waiting -> waiting.message();
            case StepResumed _ -> "";
            case SideEffectRecorded recorded -> recorded.effect().name();
            case StepCanceled canceled -> canceled.message();
            case ArtifactCreated created ->
                    created.artifact().name() + ", " + Words.size(created.artifact().size());
        };
    }

    private static String words(Instant from, @Nullable Instant next) {
        return next == null ? "when somebody asks" : "in " + Words.duration(from, next);
    }

    private static String words(WaitEvent event) {
        return switch (event) {
            case ApprovalRequested asked -> asked.request().title();
            case ApprovalDecided(_, _, var verdict, _) ->
                    (verdict.approved() ? "approved" : "rejected")
                            + (verdict.by() == null ? "" : " by " + verdict.by());
            case SignalReceived(var signal, _) -> signal.name();
            case ChildStarted child -> "%s %s".formatted(child.workflow(), child.child());
            case ChildEnded child -> "%s %s".formatted(child.child(), child.end().state());
        };
    }

    private static String words(Failure failure) {
        return failure.code() + ": " + failure.message();
    }
}
