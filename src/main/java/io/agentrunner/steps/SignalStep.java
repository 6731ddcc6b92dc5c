package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Wait;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code signal}: waits for a signal of its name, which may have come before; holds nothing. */
public final class SignalStep extends LightStep {

    private static final int LONGEST_NAME = 200;

    public SignalStep(Templates templates, Secrets secrets) {
        super("signal", templates, secrets);
    }

    @Override
    Outcome execute(StepTask task, Settings settings) throws Exception {
        return take(task, settings);
    }

    private Outcome take(StepTask task, Settings settings) throws IOException {
        return switch (task.current().awaited()) {
            case Awaited.Signal(_, var data) when data != null ->
                    outcomes().completed(Json.parse(data), List.of());
            // Waited for and executed again without a signal: the time is over.
            case Awaited.Signal(var name, _) -> overdue(name, settings);
            case Awaited.Approval _, Awaited.Child _, Awaited.Branches _ -> waitFor(task, settings);
            case null -> waitFor(task, settings);
        };
    }

    private static Outcome waitFor(StepTask task, Settings settings) {
        var name = Settings.text("name", settings.required("name"));
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Settings.wrong("name", "has from 1 to " + LONGEST_NAME + " characters");
        }
        var until =
                settings.duration("timeout")
                        .map(task.current().attempt().startedAt()::plus)
                        .map(it -> it.truncatedTo(ChronoUnit.MICROS))
                        .orElse(null);
        return new Outcome.Suspended(new Wait.Signal(name, until));
    }

    private Outcome overdue(String name, Settings settings) {
        var within = settings.duration("timeout").map(Duration::toString).orElse("its time");
        var message = "no signal %s came within %s".formatted(name, within);
        return outcomes().failed(new StepFailed("TIMEOUT", message), Reason.ATTEMPT_TIMEOUT);
    }
}
