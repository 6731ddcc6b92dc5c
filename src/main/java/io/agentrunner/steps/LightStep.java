package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;

/** A kind of step that only computes or says what it waits for: an attempt blocks nobody. */
abstract class LightStep implements StepExecutor {

    private final String type;
    private final Templates templates;
    private final Outcomes outcomes;

    LightStep(String type, Templates templates, Secrets secrets) {
        this.type = type;
        this.templates = templates;
        this.outcomes = new Outcomes(secrets);
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final boolean blocks() {
        return false;
    }

    @Override
    public final Outcome execute(StepTask task) throws Exception {
        return outcomes.of(() -> execute(task, Settings.of(task, templates)));
    }

    /** Makes one attempt; what it says is wrong becomes its failure. */
    abstract Outcome execute(StepTask task, Settings settings) throws Exception;

    final Outcomes outcomes() {
        return outcomes;
    }
}
