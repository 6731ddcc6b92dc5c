package io.agentrunner.steps;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.JavaCode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.LargeResults;
import io.agentrunner.workflow.dsl.Hooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The kinds of step that this server knows, and the folders they work in. */
@ApplicationScoped
public class StepBeans {

    @Produces
    @Singleton
    ShellFolders shellFolders(@ConfigProperty(name = "agent-runner.data") String data) {
        return ShellFolders.in(Path.of(data));
    }

    @Produces
    @Singleton
    Workspaces workspaces(ShellFolders folders) {
        return folders.workspaces();
    }

    @Produces
    @Singleton
    Orphans orphans(ShellFolders folders) {
        return folders.orphans();
    }

    @Produces
    @Singleton
    NamedSteps namedSteps(@Any Instance<JavaSteps> beans) {
        return new NamedSteps(beans);
    }

    @Produces
    @Singleton
    LargeResults largeResults(
            Artifacts artifacts,
            Secrets secrets,
            @ConfigProperty(name = "agent-runner.inline-result-bytes") int inlineBytes,
            @ConfigProperty(name = "agent-runner.result-bytes") long mostBytes) {
        return new LargeResultFiles(artifacts, secrets, inlineBytes, mostBytes);
    }

    @Produces
    @Singleton
    SetStep setStep(Templates templates, Secrets secrets) {
        return new SetStep(templates, secrets);
    }

    @Produces
    @Singleton
    SleepStep sleepStep(Templates templates, Secrets secrets) {
        return new SleepStep(templates, secrets);
    }

    @Produces
    @Singleton
    ApprovalStep approvalStep(Templates templates, Secrets secrets) {
        return new ApprovalStep(templates, secrets);
    }

    @Produces
    @Singleton
    SignalStep signalStep(Templates templates, Secrets secrets) {
        return new SignalStep(templates, secrets);
    }

    @Produces
    @Singleton
    ParallelStep parallelStep(Templates templates, Secrets secrets) {
        return new ParallelStep(templates, secrets);
    }

    @Produces
    @Singleton
    ForEachStep forEachStep(Templates templates, Secrets secrets) {
        return new ForEachStep(templates, secrets);
    }

    /** The engine is made of its executors, and this one starts runs there: it is asked later. */
    @Produces
    @Singleton
    RunStep runStep(
            Templates templates,
            Secrets secrets,
            Workflows workflows,
            InputSchema schema,
            ProgramCode code,
            Instance<Engine> engine) {
        return new RunStep(templates, secrets, workflows, schema, code, engine::get);
    }

    @Produces
    @Singleton
    HttpStep httpStep(Templates templates, Secrets secrets) {
        return new HttpStep(templates, secrets);
    }

    @Produces
    @Singleton
    ShellStep shellStep(
            Templates templates, Secrets secrets, ShellFolders folders, Artifacts artifacts) {
        return new ShellStep(templates, secrets, folders, artifacts);
    }

    @Produces
    @Singleton
    HookCalls hookCalls(@Any Instance<Hooks> hooks) {
        return new HookCalls(hooks, Executors.newVirtualThreadPerTaskExecutor());
    }

    @Produces
    @Singleton
    ProgramCode programCode(JavaStep steps, JavaCode code) {
        return new ProgramCode(steps, code);
    }

    @Produces
    @Singleton
    JavaStep javaStep(Templates templates, Secrets secrets, NamedSteps steps, JavaCode code) {
        return new JavaStep(templates, secrets, steps, code);
    }
}
