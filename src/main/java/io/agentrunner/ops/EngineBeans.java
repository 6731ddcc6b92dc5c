package io.agentrunner.ops;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Housekeeping;
import io.agentrunner.engine.LargeResults;
import io.agentrunner.engine.MailboxEngine;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.World;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Nodes;
import io.agentrunner.journal.OldCommits;
import io.agentrunner.journal.OldRuns;
import io.agentrunner.journal.RunDeletion;
import io.agentrunner.journal.RunQueue;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.Migrations;
import io.agentrunner.steps.HookCalls;
import io.agentrunner.steps.Workspaces;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The engine of this server, in the real world. */
@ApplicationScoped
class EngineBeans {

    @Produces
    @Singleton
    RunThreads runThreads() {
        return RunThreads.open();
    }

    @Produces
    @Singleton
    World world(RunThreads mailboxes) {
        return RealWorld.open(mailboxes);
    }

    @Produces
    @Singleton
    Migrations migrations(DatabaseSettings database) {
        return new Migrations(database);
    }

    @Produces
    @Singleton
    MailboxEngine.Identity identity(
            @ConfigProperty(name = "agent-runner.node") String node,
            @ConfigProperty(name = "agent-runner.max-active-runs") int maxActiveRuns) {
        return new MailboxEngine.Identity(node, maxActiveRuns);
    }

    @Produces
    @Singleton
    MailboxEngine engine(
            MailboxEngine.Identity identity,
            Journal journal,
            Workflows workflows,
            Templates templates,
            Secrets secrets,
            @All List<StepExecutor> executors,
            LargeResults largeResults,
            HookCalls hooks,
            World world) {
        var tools =
                new MailboxEngine.Tools(
                        hooks.on(journal),
                        workflows,
                        templates,
                        secrets,
                        List.copyOf(executors),
                        largeResults);
        return new MailboxEngine(identity, tools, world);
    }

    @Produces
    @Singleton
    Housekeeping housekeeping(
            MailboxEngine engine,
            Nodes nodes,
            RunQueue queue,
            World world,
            MailboxEngine.Identity identity) {
        return new Housekeeping(engine, nodes, queue, world, identity.name());
    }

    @Produces
    @Singleton
    Retention retention(
            OldRuns runs,
            OldCommits commits,
            RunDeletion deletion,
            Artifacts artifacts,
            Workspaces workspaces,
            ServerPhase phase,
            @ConfigProperty(name = "agent-runner.keep-ended-runs") Optional<Duration> kept) {
        var tools = new Retention.Tools(runs, commits, deletion, artifacts, workspaces);
        return new Retention(tools, phase, kept);
    }
}
