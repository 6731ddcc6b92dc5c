package io.agentrunner.artifacts;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where artifacts are kept in this server. */
@ApplicationScoped
public class ArtifactBeans {

    @Produces
    @Singleton
    ArtifactStore artifactStore(@ConfigProperty(name = "agent-runner.data") String data) {
        return new LocalArtifactStore(Path.of(data).toAbsolutePath().resolve("artifacts"));
    }

    @Produces
    @Singleton
    Artifacts artifacts(ArtifactStore store, ArtifactRows rows) {
        return new Artifacts(store, rows);
    }

    @Produces
    @Singleton
    Problems.Translation artifactsUnavailable() {
        return failure ->
                failure instanceof ArtifactsUnavailable
                        ? Optional.of(
                                new Problem(
                                        ProblemType.UNAVAILABLE,
                                        "The database does not answer. Try again soon."))
                        : Optional.empty();
    }
}
