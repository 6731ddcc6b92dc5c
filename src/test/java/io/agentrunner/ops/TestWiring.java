package io.agentrunner.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentrunner.catalog.Blueprints;
import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.InputSchema;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.catalog.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

@ApplicationScoped
class TestWiring {

    static final List<String> BLUEPRINTS =
            List.of(
                    """
                    name: greet
                    inputs:
                      type: object
                      required: [name]
                      properties: {name: {type: string}, times: {type: integer, minimum: 1}}
                    timeline: [hello, bye]
                    steps:
                      hello: {type: set, value: {text: "Hello ${inputs.name}"}}
                      bye: {type: set, value: {text: "Bye ${inputs.name}"}}
                    """,
                    """
                    name: nap
                    timeline: [rest]
                    steps:
                      rest: {type: sleep, for: PT1H}
                    """,
                    """
                    name: talk
                    timeline: [say]
                    steps:
                      say: {type: shell, run: "for i in 1 2 3; do echo line $i; done; while [ ! -e go ]; do sleep 0.05; done; echo done"}
                    """,
                    """
                    name: broken
                    timeline: [fail]
                    steps:
                      fail: {type: shell, run: "echo oops >&2; exit 3"}
                    """);

    @Produces
    @Singleton
    Templates cel() {
        return new CelTemplates();
    }

    @Produces
    @Singleton
    Secrets secrets() {
        return Secrets.from(Map.of());
    }

    @Produces
    @Singleton
    InputSchema schema() {
        return new InputSchema();
    }

    @Produces
    @Singleton
    Workflows workflows() {
        var blueprints = new Blueprints(new CelTemplates());
        var all = new ArrayList<Published>();
        for (var text : BLUEPRINTS) {
            var reading = blueprints.read(text.getBytes(UTF_8), Blueprints.Format.YAML);
            if (!(reading instanceof Blueprints.Reading.Read(var workflow))) {
                throw new IllegalStateException(reading.toString());
            }
            all.add(new Published(workflow, "file", null, false));
        }
        var old = all.getFirst().workflow();
        all.add(
                new Published(
                        new io.agentrunner.workflow.Workflow(
                                "old",
                                old.version(),
                                null,
                                null,
                                null,
                                null,
                                old.timeline(),
                                null,
                                old.definition()),
                        "api",
                        null,
                        true));
        return new Workflows() {
            @Override
            public CompletionStage<Optional<Published>> current(String name) {
                return CompletableFuture.completedStage(
                        all.stream().filter(it -> it.workflow().name().equals(name)).findFirst());
            }

            @Override
            public CompletionStage<Optional<Published>> version(String name, String version) {
                return CompletableFuture.completedStage(
                        all.stream()
                                .filter(
                                        it ->
                                                it.workflow().name().equals(name)
                                                        && it.workflow().version().equals(version))
                                .findFirst());
            }
        };
    }
}
