package io.agentrunner.artifacts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
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
}
