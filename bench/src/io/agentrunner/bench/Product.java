package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.cli.Main;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.quarkus.arc.Arc;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The whole server, in this process, with everything that it has in production. */
final class Product {

    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    /** More than any scenario has under way in this process. */
    private static final int MOST_ACTIVE = 200_000;

    private final Door door;

    private Product(Door door) {
        this.door = door;
    }

    /** Starts it; there is one in a process, and it ends with that. */
    static Product start(Path data) throws IOException, InterruptedException {
        System.setProperty("agent-runner.max-active-runs", String.valueOf(MOST_ACTIVE));
        // A crowd that is canceled says so in as many lines, among which figures are not found.
        System.setProperty("quarkus.log.category.\"io.agentrunner.engine\".level", "WARN");
        var port = Door.freePort();
        var arguments =
                new String[] {"server", "--port", String.valueOf(port), "--data", data.toString()};
        Thread.ofPlatform().daemon().start(() -> Main.main(arguments));
        var door = new Door(port);
        door.awaitReady(() -> true);
        return new Product(door);
    }

    /** Where a browser finds it. */
    URI address() {
        return door.address("/");
    }

    <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    DatabaseSettings database() {
        return bean(DatabaseSettings.class);
    }

    /** Publishes a blueprint. */
    Published publish(Blueprint blueprint) throws IOException, InterruptedException {
        door.publish(blueprint);
        return bean(Workflows.class)
                .current(blueprint.name())
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    /** Starts a run and waits for its end. */
    CompletionStage<Run> completed(Published workflow) {
        var engine = bean(Engine.class);
        return engine.start(request(workflow))
                .thenCompose(
                        started ->
                                engine.await(((Started.Created) started).run().id(), LONGEST_RUN))
                .thenApply(run -> checked(run.orElseThrow()));
    }

    static StartRequest request(Published workflow) {
        return new StartRequest(workflow, "{}", List.of(), "{}", 0, null, null, null, null);
    }

    private static Run checked(Run run) {
        if (run.state() != RunState.COMPLETED) {
            throw new IllegalStateException("the run is " + run.state() + ": " + run.message());
        }
        return run;
    }
}
