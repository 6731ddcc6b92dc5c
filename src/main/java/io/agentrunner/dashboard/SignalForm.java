package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.http.JsonBody;
import io.agentrunner.http.Problem;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Run;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signal that a run waits for, with the form that sends it.
 *
 * @param left until it is too late
 * @param data JSON as somebody typed it
 * @param error what is wrong about it, or empty
 */
public record SignalForm(
        String id,
        Form form,
        String name,
        String step,
        @Nullable Left left,
        String data,
        String error) {

    /** The name of the field. */
    static final String DATA = "data";

    /** One for each name that is waited for. */
    static List<SignalForm> of(Run run, Draft draft, Visit visit) {
        if (run.isCancelRequested()) {
            return List.of();
        }
        var byName = new LinkedHashMap<String, SignalForm>();
        for (var step : run.steps().active()) {
            if (step.state() == StepState.WAITING
                    && step.awaited() instanceof Awaited.Signal(var name, var data)
                    && data == null) {
                byName.computeIfAbsent(name, _ -> of(run, step, name, draft.of(name), visit));
            }
        }
        return byName.values().stream().limit(Ask.MOST).toList();
    }

    private static SignalForm of(Run run, StepRun step, String name, Typed typed, Visit visit) {
        return new SignalForm(
                "signal-" + step.key().path(),
                visit.form("runs", run.id().toString(), "signals", name),
                name,
                step.key().path(),
                Left.of(step.wakeAt(), visit.now()),
                typed.value(DATA),
                typed.mistakes().getOrDefault(DATA, ""));
    }

    /**
     * The data as JSON text.
     *
     * @throws InputField.Unreadable when they are none, or can't be kept
     */
    static String read(String typed) throws InputField.Unreadable {
        if (typed.isBlank()) {
            return "null";
        }
        InputField.json(typed);
        try {
            return JsonBody.text(typed.getBytes(StandardCharsets.UTF_8));
        } catch (Problem problem) {
            throw new InputField.Unreadable(Mistakes.of(problem, "").values().iterator().next());
        }
    }
}
