package io.agentrunner.steps;

import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

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
        var facts = new Scope.RunFacts(run.toString(), "order", List.of(), "{}", null, null);
        var scope = new Scope(inputs, _ -> Optional.empty(), facts, SECRETS::find);
        return new StepTask(
                run,
                StepKey.first("work"),
                "any",
                attempt,
                settings,
                scope,
                NOON,
                now,
                stop,
                heard);
    }
}
