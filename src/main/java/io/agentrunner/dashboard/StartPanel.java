package io.agentrunner.dashboard;

import io.agentrunner.dashboard.FormField.Choice;
import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form that starts a run.
 *
 * @param workflows those that can be started
 * @param open it is shown although nobody asked for it: something in it needs another look
 * @param problem what is wrong with the whole, or empty
 * @param token what the form posts along
 */
public record StartPanel(
        String workflow,
        List<Choice> workflows,
        String hint,
        List<FormField> fields,
        String tags,
        String correlationId,
        boolean open,
        String problem,
        String token) {

    /** The form for {@code chosen}; null while no workflow can be started. */
    static @Nullable StartPanel of(
            List<String> names, @Nullable Workflow chosen, Typed typed, String token) {
        if (chosen == null) {
            return null;
        }
        var fields =
                InputForm.of(chosen.inputsSchema()).fields().stream()
                        .map(it -> FormField.of(it, typed, "i-", "inputs"))
                        .toList();
        return new StartPanel(
                chosen.name(),
                names.stream().map(it -> new Choice(it, it, it.equals(chosen.name()))).toList(),
                hint(chosen),
                fields,
                typed.value("tags"),
                typed.value("correlationId"),
                !typed.mistakes().isEmpty(),
                typed.problem(fields),
                token);
    }

    private static String hint(Workflow workflow) {
        var steps = Words.count(workflow.timeline().size(), "step");
        var description = workflow.description();
        return description == null ? steps : description.strip() + " (" + steps + ")";
    }
}
