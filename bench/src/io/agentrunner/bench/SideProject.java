package io.agentrunner.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * Builds it, as every scenario does that needs one: in a smoke run without the network, where
     * it may be left out.
     */
    boolean isBuilt(Rig rig, Scale scale, Report report) throws IOException, InterruptedException {
        var maven = build(rig, scale.isSmoke());
        if (scale.isSmoke() && maven.code() != 0) {
            report.skip("what bench/%s needs is not in the local repository".formatted(name));
            return false;
        }
        maven.orFail("the build of bench/" + name);
        return true;
    }

    private Said build(Rig rig, boolean offline) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Rig.root().resolve("mvnw").toString(), "-q", "-B"));
        if (offline) {
            command.add("-o");
        }
        command.addAll(List.of("-f", folder().resolve("pom.xml").toString(), "package"));
        return Said.by(rig.run(new ProcessBuilder(command).redirectErrorStream(true)));
    }

    private Path folder() {
        return Rig.root().resolve("bench").resolve(name);
    }

    private Path target() {
        return Rig.root().resolve("target").resolve("bench-" + name);
    }
}
