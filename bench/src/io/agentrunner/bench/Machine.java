package io.agentrunner.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What was measured, on what.
 *
 * @param commit of this checkout, with a plus sign when it differs from that
 */
record Machine(
        Instant date,
        String commit,
        int cores,
        long memoryBytes,
        String system,
        String jdk,
        String postgres) {

    static Machine here(Rig rig) throws IOException, InterruptedException {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                git("rev-parse", "HEAD") + (git("status", "--porcelain").isEmpty() ? "" : "+"),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor.version", "") + " " + Runtime.version(),
                rig.postgres());
    }

    /** Nothing outside a checkout. */
    private static String git(String command, String option)
            throws IOException, InterruptedException {
        try {
            var said = Said.by(List.of("git", "-C", Rig.root().toString(), command, option));
            return said.code() == 0 ? said.text().strip() : "";
        } catch (IOException noGit) {
            return "";
        }
    }
}
