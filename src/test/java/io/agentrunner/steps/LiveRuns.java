package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Blueprints;
import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.engine.StartRequest;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Runs of blueprints in the server under test. */
@ApplicationScoped
class LiveRuns {

    private static final String NAME = "name: ";

    private final Engine engine;
    private final PublishedWorkflows workflows;
    private final Blueprints blueprints;
    private final InputSchema schema;

    LiveRuns(
            Engine engine,
            PublishedWorkflows workflows,
            Blueprints blueprints,
            InputSchema schema) {
        this.schema = schema;
        this.engine = engine;
        this.workflows = workflows;
        this.blueprints = blueprints;
    }

    /** Publishes a blueprint in YAML, and starts it. */
    Run start(String yaml, String inputs) {
        publish(yaml);
        var name = yaml.lines().filter(line -> line.startsWith(NAME)).findFirst().orElseThrow();
        return start(name.substring(NAME.length()), inputs, null);
    }

    void publish(String yaml) {
        var read = (Read) blueprints.read(yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
        get(workflows.publish(read.workflow(), "api", null));
    }

    void archive(String workflow) {
        get(workflows.archive(workflow));
    }

    /** Starts a workflow with the defaults of its inputs. */
    Run start(String workflow) {
        return start(workflow, defaults(workflow), null);
    }

    /** What a run of a workflow is started with where nothing is said. */
    String defaults(String workflow) {
        var published = get(workflows.current(workflow)).orElseThrow();
        return schema.check(published.workflow().inputsSchema(), "{}").inputs();
    }

    Run start(String workflow, String inputs, @Nullable String correlationId) {
        var published = get(workflows.current(workflow)).orElseThrow();
        var request =
                new StartRequest(
                        published, inputs, List.of(), "{}", 7, correlationId, null, null, null);
        return ((Started.Created) get(engine.start(request))).run();
    }

    void tell(Run run, Fact fact) {
        assertThat(get(engine.tell(run.id(), fact)).orElseThrow())
                .isInstanceOf(Engine.Told.Done.class);
    }

    Run ended(Run run) {
        var ended = get(engine.await(run.id(), Duration.ofSeconds(15))).orElseThrow();
        assertThat(ended.state().isTerminal()).as(ended.toString()).isTrue();
        return ended;
    }

    Run waiting(Run run, Reason reason) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> now(run.id()).reason() == reason);
        return now(run.id());
    }

    /** Waits until a step asks a person for that time. */
    void asked(Run run, String step, int iteration) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> {
                            var now = now(run.id());
                            return now.reason() == Reason.APPROVAL
                                    && now.steps().iterations(step) == iteration;
                        });
    }

    Run now(RunId run) {
        return get(engine.find(run)).orElseThrow();
    }

    static StepRun step(Run run, String path) {
        return run.steps().latest(path).orElseThrow();
    }

    static Failure failure(Run run, String path) {
        return Objects.requireNonNull(step(run, path).attempt().failure());
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
