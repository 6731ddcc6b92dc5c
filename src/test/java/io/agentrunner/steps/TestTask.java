package io.agentrunner.steps;

import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.SideEffects;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Effect;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepRetryScheduled;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** An attempt to be made in a test. */
record TestTask(
        RunId run,
        int attempt,
        String settings,
        String inputs,
        Instant now,
        HandStop stop,
        Heard heard) {

    static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    static final Secrets SECRETS =
            Secrets.from(
                    Map.of(
                            "AGENT_RUNNER_SECRET_TOKEN", "s3cret-\"token\"",
                            "AGENT_RUNNER_SECRET_KEY", "-----BEGIN\nMIIEvQIBADAN\n-----END\n"));

    private static final StepKey WORK = StepKey.first("work");

    private static final RunCreated CREATED =
            new RunCreated(
                    "order",
                    "v1",
                    "{\"total\":1.50}",
                    List.of("eu"),
                    "{\"team\":\"x\"}",
                    0,
                    "c-1",
                    null,
                    null,
                    null,
                    NOON);

    static TestTask of(String settings) {
        return new TestTask(newRun(), 1, settings, "{}", NOON, new HandStop(), new Heard());
    }

    static RunId newRun() {
        var random = ThreadLocalRandom.current();
        return RunId.at(Instant.now(), random.nextLong(), random.nextLong());
    }

    TestTask inputs(String json) {
        return new TestTask(run, attempt, settings, json, now, stop, heard);
    }

    TestTask run(RunId other) {
        return new TestTask(other, attempt, settings, inputs, now, stop, heard);
    }

    TestTask now(Instant later) {
        return new TestTask(run, attempt, settings, inputs, later, stop, heard);
    }

    StepTask task() {
        var facts =
                new Scope.RunFacts(
                        run.toString(),
                        "order",
                        "v1",
                        List.of(),
                        "{}",
                        null,
                        null,
                        new Scope.At(1, attempt));
        var scope = new Scope(inputs, _ -> Optional.empty(), facts, SECRETS::find);
        return new StepTask(
                run,
                CREATED,
                current(attempt, "AGAIN"),
                List.of(),
                settings,
                scope,
                now,
                stop,
                heard,
                new Recorded());
    }

    /** The same task, executed again after a wait. */
    StepTask after(Awaited what, StepRun... inside) {
        return changed(task().current(), what, List.of(inside), new Recorded());
    }

    /** The same task with effects of earlier attempts. */
    StepTask with(SideEffects effects) {
        return changed(task().current(), null, List.of(), effects);
    }

    /** The same task as a second attempt, since the first went down with its node. */
    StepTask afterCrash() {
        return changed(current(2, Failure.NODE_LOST), null, List.of(), new Recorded());
    }

    private StepTask changed(
            StepRun step, @Nullable Awaited what, List<StepRun> inside, SideEffects effects) {
        var task = task();
        var current =
                new StepRun(
                        step.key(),
                        step.type(),
                        step.state(),
                        step.reason(),
                        step.message(),
                        step.startedAt(),
                        step.endedAt(),
                        step.wakeAt(),
                        step.result(),
                        step.attempts(),
                        what,
                        effects.recorded(),
                        false);
        return new StepTask(
                run, CREATED, current, inside, settings, task.scope(), now, stop, heard, effects);
    }

    /** A task for a later attempt. */
    TestTask attempt(int number) {
        return new TestTask(run, number, settings, inputs, now, stop, heard);
    }

    private static StepRun current(int attempt, String code) {
        var events = new ArrayList<RunEvent>();
        events.add(new RunStarted("n1", NOON));
        for (int number = 1; number <= attempt; number++) {
            events.add(new StepStarted(WORK, "any", number, "n1", NOON));
            if (number < attempt) {
                var why = Failure.of(code, "it went wrong");
                events.add(new StepRetryScheduled(WORK, number, why, NOON, NOON));
            }
        }
        return Run.created(newRun(), CREATED).evolve(2, events).steps().getLast();
    }

    /** Effects that are durable at once. */
    static final class Recorded implements SideEffects {
        private final List<Effect> all = new CopyOnWriteArrayList<>();

        @Override
        public List<Effect> recorded() {
            return all;
        }

        @Override
        public CompletionStage<Void> record(Effect effect) {
            all.add(effect);
            return CompletableFuture.completedStage(null);
        }
    }
}
