package io.agentrunner.steps;

import com.fasterxml.jackson.databind.node.NullNode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import java.util.List;

/** {@code set}: its result is the value of a template. */
public final class SetStep implements StepExecutor {

    private final Templates templates;
    private final Outcomes outcomes;

    public SetStep(Templates templates, Secrets secrets) {
        this.templates = templates;
        this.outcomes = new Outcomes(secrets);
    }

    @Override
    public String type() {
        return "set";
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        return outcomes.of(
                () -> {
                    var value = Settings.of(task, templates).find("value");
                    return outcomes.completed(value.orElse(NullNode.instance), List.of());
                });
    }
}
