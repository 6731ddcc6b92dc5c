package io.agentrunner.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Maven project below {@code bench} that the product knows nothing of: what it needs is no
 * dependency of the product.
 */
record SideProject(String name) {

    /** Where its libraries are, once it is built. */
    Path libraries() {
        return target().resolve("lib");
    }

    Path classes() {
        return target().resolve("classes");
    }

    Path sources() {
        return folder().resolve("src");
    }

    /** Builds it; tells why it could not be. */
    Optional<String> build(Rig rig, boolean offline) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Rig.root().resolve("mvnw").toString(), "-q", "-B"));
        if (offline) {
            command.add("-o");
        }
        command.addAll(List.of("-f", folder().resolve("pom.xml").toString(), "package"));
        var maven = rig.run(new ProcessBuilder(command).redirectErrorStream(true));
        String said;
        try (var output = maven.inputReader()) {
            said = output.readAllAsString();
        }
        return maven.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    }

    private Path folder() {
        return Rig.root().resolve("bench").resolve(name);
    }

    private Path target() {
        return Rig.root().resolve("target").resolve("bench-" + name);
    }
}
