package io.agentrunner.journal;

import io.agentrunner.journal.Transition.Wait;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunResumed;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Transitions that tests append: how runs begin, go on, wait and end. */
final class Scenes {

    static final String NODE = "a-node";

    private static final StepKey REVIEW = StepKey.first("review");

    private Scenes() {}

    static RunId newId() {
        var random = ThreadLocalRandom.current();
        return RunId.at(now(), random.nextLong(), random.nextLong());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    static Transition begin() {
        return begin(newId(), null);
    }

    /** A run that starts with its first step at once. */
    static Transition begin(RunId id, @Nullable IdempotencyKey key) {
        var created = created(0, null);
        var at = created.at();
        return begin(id, key, created, new RunStarted(NODE, at), started("step1", at));
    }

    static Transition begin(RunId id, @Nullable IdempotencyKey key, RunEvent... events) {
        return new Transition(null, Run.fold(id, List.of(events)), List.of(events), null, key);
    }

    /** A run that waits for a node. */
    static Transition queue(int priority, @Nullable Instant startAt) {
        return begin(newId(), null, created(priority, startAt));
    }

    static RunCreated created(int priority, @Nullable Instant startAt) {
        return new RunCreated(
                "order", "v1", "{}", List.of(), "{}", priority, null, null, startAt, null, now());
    }

    static RunCreated tagged(List<String> tags, String inputs) {
        return new RunCreated(
                "order", "v1", inputs, tags, "{}", 0, "corr-1", null, null, null, now());
    }

    /** The boundary between a step and the next. */
    static Transition step(Run run) {
        return step(run, "\"done\"");
    }

    static Transition step(Run run, String result) {
        return step(run, result, now());
    }

    private static Transition step(Run run, String result, Instant at) {
        return then(
                run, completed(run, result, at), started("step" + (run.steps().size() + 1), at));
    }

    static Transition steps(Run run, int count) {
        var at = now();
        var events = new ArrayList<RunEvent>();
        var after = run;
        for (int i = 0; i < count; i++) {
            var next = step(after, "1", at);
            events.addAll(next.events());
            after = next.after();
        }
        return new Transition(run, after, events, null, null);
    }

    static Transition await(Run run, @Nullable Instant until) {
        var at = now();
        var next =
                then(
                        run,
                        completed(run, "1", at),
                        new RunWaiting(Reason.SLEEP, "sleeps", until, at));
        var wait = until == null ? null : new Wait(until, false);
        return new Transition(run, next.after(), next.events(), wait, null);
    }

    static Transition resume(Run run) {
        var at = now();
        return then(run, new RunResumed(NODE, at), started("step" + (run.steps().size() + 1), at));
    }

    /** Beside the step that runs, another one asks somebody. */
    static Transition ask(Run run) {
        var at = now();
        var request = new ApprovalRequest("Ship it?", null, null, null, false);
        return then(
                run,
                new StepStarted(REVIEW, "approval", 1, NODE, at),
                new ApprovalRequested(REVIEW, 1, request, null, at),
                new StepWaiting(REVIEW, 1, Reason.APPROVAL, "Ship it?", null, at));
    }

    static Transition decide(Run run) {
        var at = now();
        return then(
                run, new ApprovalDecided(REVIEW, 1, new Verdict(true, null, null, null, at), at));
    }

    static Transition cancel(Run run) {
        var at = now();
        var events = new ArrayList<RunEvent>();
        events.add(new RunCancelRequested(null, at));
        for (var step : run.steps().active()) {
            events.add(new StepCanceled(step.key(), 1, Reason.CANCEL_REQUESTED, "canceled", at));
        }
        events.add(new RunCanceled(Reason.CANCEL_REQUESTED, "canceled", at));
        return then(run, events.toArray(RunEvent[]::new));
    }

    static Transition end(Run run) {
        var at = now();
        return then(run, completed(run, "42", at), new RunCompleted("42", at));
    }

    static Transition then(Run run, RunEvent... events) {
        return new Transition(
                run, run.evolve(run.seq() + 1, List.of(events)), List.of(events), null, null);
    }

    private static StepStarted started(String step, Instant at) {
        return new StepStarted(StepKey.first(step), "set", 1, NODE, at);
    }

    private static StepCompleted completed(Run run, String result, Instant at) {
        return new StepCompleted(run.steps().active().getFirst().key(), 1, result, at);
    }
}
