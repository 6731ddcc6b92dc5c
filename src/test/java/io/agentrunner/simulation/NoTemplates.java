package io.agentrunner.simulation;

import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.Templates;

/** Simulated workflows say what they mean. */
enum NoTemplates implements Templates {
    INSTANCE;

    @Override
    public String evaluate(String template, Scope scope) {
        return template;
    }

    @Override
    public String evaluateShell(String command, Scope scope) {
        return command;
    }
}
