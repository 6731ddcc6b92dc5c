package io.agentrunner.steps;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;

/**
 * {@code shell}: runs a command in the run's workspace. All of its processes end with the attempt,
 * however that ends, and those of an attempt whose server was killed end before the next.
 */
public final class ShellStep implements StepExecutor {

    private final Templates templates;
    private final Secrets secrets;
    private final ShellFolders folders;
    private final Artifacts artifacts;
    private final ShellEnvironment environment;
    private final Outcomes outcomes;

    public ShellStep(
            Templates templates, Secrets secrets, ShellFolders folders, Artifacts artifacts) {
        this.templates = templates;
        this.secrets = secrets;
        this.folders = folders;
        this.artifacts = artifacts;
        this.environment = new ShellEnvironment(System.getenv());
        this.outcomes = new Outcomes(secrets);
    }

    @Override
    public String type() {
        return "shell";
    }

    @Override
    public int limit() {
        return 64;
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        return outcomes.of(() -> run(task, ShellCommand.of(Settings.of(task, templates))));
    }

    private Outcome run(StepTask task, ShellCommand command)
            throws IOException, InterruptedException {
        Globs.check(command.artifacts());
        folders.orphans().endOf(task.run(), task.step());
        if (task.stop().isGiven()) {
            return new Outcome.Stopped(List.of());
        }
        var workspace = folders.workspaces().of(task.run());
        var processes = Files.createDirectories(folders.processes());
        var unique = UUID.randomUUID().toString();
        var start =
                new ShellProcess.Start(
                        command.words(),
                        environment.of(command, workspace),
                        workspace,
                        ProcessRecord.newFile(processes, task.run(), unique),
                        task.step().toString());
        var log = processes.resolve(task.run() + "." + unique + ".log");
        return new ShellAttempt(task, command, start, log, secrets, artifacts).make();
    }
}
