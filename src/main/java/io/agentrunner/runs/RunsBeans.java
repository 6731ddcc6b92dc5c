package io.agentrunner.runs;

import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.World;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.Problems;
import io.agentrunner.journal.IdempotencyKeys;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.journal.RunDeletion;
import io.agentrunner.journal.RunList;
import io.agentrunner.journal.RunsThatAsk;
import io.agentrunner.steps.ProgramCode;
import io.agentrunner.steps.Workspaces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds what the doors of runs share. */
@ApplicationScoped
class RunsBeans {

    @Produces
    @Singleton
    Runs runs(Engine engine, Workflows workflows, IdempotencyKeys keys) {
        return new Runs(engine, workflows, keys);
    }

    @Produces
    @Singleton
    Starting starting(
            Engine engine, Workflows workflows, InputSchema schema, ProgramCode code, Runs runs) {
        return new Starting(engine, workflows, schema, new CodePresence(code), runs);
    }

    @Produces
    @Singleton
    Doorkeeper doorkeeper(
            @ConfigProperty(name = "agent-runner.max-pending-starts", defaultValue = "4000")
                    int most) {
        return new Doorkeeper(most, System::nanoTime);
    }

    @Produces
    @Singleton
    Telling telling(Engine engine) {
        return new Telling(engine);
    }

    @Produces
    @Singleton
    Deciding deciding(Engine engine, Runs runs, InputSchema schema, World world) {
        return new Deciding(engine, runs, schema, world.time()::now);
    }

    @Produces
    @Singleton
    Inbox inbox(RunsThatAsk asking, Engine engine) {
        return new Inbox(asking, engine);
    }

    @Produces
    @Singleton
    Family family(Engine engine, RunList list) {
        return new Family(engine, list);
    }

    @Produces
    @Singleton
    Removal removal(RunDeletion deletion, Artifacts artifacts, Workspaces workspaces) {
        return new Removal(deletion, artifacts, workspaces);
    }

    @Produces
    @Singleton
    Problems.Translation unavailable() {
        return failure ->
                switch (failure) {
                    case JournalUnavailable _ ->
                            unavailable("The database does not answer. Nothing was done.");
                    case Engine.Draining _ ->
                            unavailable("The server is starting or shutting down.");
                    default -> Optional.empty();
                };
    }

    private static Optional<Problem> unavailable(String detail) {
        return Optional.of(
                new Problem(ProblemType.UNAVAILABLE, detail + " Try again in a few seconds."));
    }
}
