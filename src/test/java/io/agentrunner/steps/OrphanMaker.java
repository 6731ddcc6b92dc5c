package io.agentrunner.steps;

import io.agentrunner.artifacts.ArtifactRows;
import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.artifacts.LocalArtifactStore;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.RunId;
import java.nio.file.Path;

/**
 * A server that is going to be killed: makes one attempt of a shell step and says what that says.
 */
final class OrphanMaker {

    private OrphanMaker() {}

    public static void main(String[] args) throws Exception {
        var data = Path.of(args[0]);
        var artifacts = new Artifacts(new LocalArtifactStore(data), new ArtifactRows());
        var given =
                TestTask.of(Json.write(Json.object().put("run", args[2])))
                        .run(RunId.of(args[1]))
                        .task();
        var task =
                new StepTask(
                        given.run(),
                        given.created(),
                        given.current(),
                        given.inside(),
                        given.settings(),
                        given.scope(),
                        given.now(),
                        given.stop(),
                        (_, text) -> System.out.println(text),
                        given.effects());
        new ShellStep(new CelTemplates(), TestTask.SECRETS, ShellFolders.in(data), artifacts)
                .execute(task);
    }
}
