package io.agentrunner.http;

import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds what doors share. */
@ApplicationScoped
class HttpBeans {

    @Produces
    @Singleton
    ServerPhase phase() {
        return new ServerPhase();
    }

    @Produces
    @Singleton
    Problems problems(@All List<Problems.Translation> translations) {
        return new Problems(translations);
    }

    @Produces
    @Singleton
    Deadline deadline(
            Vertx vertx,
            @ConfigProperty(name = "agent-runner.answer-within", defaultValue = "PT8S")
                    Duration atMost,
            Problems problems) {
        return new Deadline(vertx, atMost, problems);
    }

    @Produces
    @Singleton
    Gate gate(
            @ConfigProperty(name = "agent-runner.host") Optional<String> host,
            @ConfigProperty(name = "agent-runner.allowed-hosts") Optional<List<String>> allowed) {
        var names = new ArrayList<>(allowed.orElse(List.of()));
        host.ifPresent(names::add);
        return new Gate(new AllowedHosts(names));
    }

    @Produces
    @Singleton
    FormToken formToken(@ConfigProperty(name = "agent-runner.data") Optional<Path> data) {
        var secret = data.map(FormSecret::in).orElseGet(FormSecret::random);
        return new FormToken(secret, InstantSource.system());
    }
}
