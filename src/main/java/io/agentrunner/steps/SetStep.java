package io.agentrunner.steps;

import com.fasterxml.jackson.databind.node.NullNode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepTask;
import java.util.List;

/** {@code set}: its result is the value of a template. */
public final class SetStep extends LightStep {

    public SetStep(Templates templates, Secrets secrets) {
        super("set", templates, secrets);
    }

    @Override
    Outcome execute(StepTask task, Settings settings) throws Exception {
        return outcomes().completed(settings.find("value").orElse(NullNode.instance), List.of());
    }
}
