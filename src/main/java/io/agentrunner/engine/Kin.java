package io.agentrunner.engine;

import io.agentrunner.journal.RunQueue;
import io.agentrunner.run.Awaited.Child;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.EndChild;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.WaitEvent.ChildStarted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps runs that started each other in step: a parent hears of its child's end, and a child that
 * nobody waits for any more is canceled.
 */
final class Kin {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Delivery delivery;
    private final World.Time time;

    Kin(Delivery delivery, World.Time time) {
        this.delivery = delivery;
        this.time = time;
    }

    /** The run has ended here: its parent hears of it. */
    void ended(Run run) {
        var parent = run.created().parent();
        if (parent != null) {
            say(parent.run(), end(parent, run));
        }
    }

    /**
     * Children that a transition left without anybody who waits for them are canceled; one that is
     * waited for only now may have ended before.
     */
    void follow(Run before, List<RunEvent> events) {
        for (var event : events) {
            if (event instanceof ChildStarted started) {
                lookAfter(started.child());
            } else if (endsAttempt(event)) {
                waitedFor(before, (StepEvent) event).ifPresent(this::cancel);
            }
        }
    }

    /** Says again what a node may not have come to say before it died. */
    CompletionStage<Void> remind(RunQueue queue) {
        return queue.parentsOfEnded()
                .thenCompose(parents -> InTurns.each(parents, this::remind))
                .thenCompose(_ -> queue.childrenLeftAlone())
                .thenAccept(children -> children.forEach(this::cancel));
    }

    /** However many children it has had, those that it waits for are few. */
    private CompletionStage<Void> remind(RunId parent) {
        return delivery.find(parent)
                .thenCompose(
                        found ->
                                InTurns.each(
                                        found.map(Kin::waitedFor).orElse(List.of()),
                                        this::sayIfEnded));
    }

    private CompletionStage<Void> sayIfEnded(RunId child) {
        return delivery.find(child)
                .thenAccept(
                        found ->
                                found.filter(it -> it.state().isTerminal()).ifPresent(this::ended));
    }

    private void lookAfter(RunId child) {
        sayIfEnded(child)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                time.after(PAUSE, () -> lookAfter(child));
                            }
                        });
    }

    private static boolean endsAttempt(RunEvent event) {
        return event instanceof StepFailed
                || event instanceof StepCanceled
                || event instanceof StepRetryScheduled;
    }

    private static Optional<RunId> waitedFor(Run before, StepEvent end) {
        return before.steps().find(end.step()).flatMap(Kin::waitedFor);
    }

    private static List<RunId> waitedFor(Run parent) {
        return parent.steps().active().stream().flatMap(it -> waitedFor(it).stream()).toList();
    }

    private static Optional<RunId> waitedFor(StepRun step) {
        return step.awaited() instanceof Child(var child, _, var end) && end == null
                ? Optional.of(child)
                : Optional.empty();
    }

    private void cancel(RunId child) {
        say(child, new Cancel(Reason.PARENT_CANCELED, null));
    }

    private static EndChild end(Parent parent, Run run) {
        return new EndChild(
                parent.step(),
                parent.attempt(),
                run.id(),
                new ChildEnd(run.state(), run.result(), run.message()));
    }

    /** Until it is heard; a node that dies before has it said by the next. */
    private void say(RunId run, Fact fact) {
        delivery.tell(run, fact)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                time.after(PAUSE, () -> say(run, fact));
                            }
                        });
    }
}
