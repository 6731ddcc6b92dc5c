package io.agentrunner.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds once everything is thrown away that nobody needs.
 *
 * @param heap bytes of objects
 * @param resident bytes of the machine's memory, as much of it as the heap ever took included
 */
record CrowdMemory(long heap, long resident) {

    private static final double MEBI = 1 << 20;

    static CrowdMemory now() throws IOException {
        System.gc();
        System.gc();
        return new CrowdMemory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), residentNow());
    }

    static long residentNow() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .sum()
                    * 1024;
        }
    }

    double heapSince(CrowdMemory before) {
        return (heap - before.heap) / MEBI;
    }

    double residentSince(CrowdMemory before) {
        return (resident - before.resident) / MEBI;
    }

    double heapMebi() {
        return heap / MEBI;
    }

    double residentMebi() {
        return resident / MEBI;
    }

    /** Number and bytes of the objects of each class, the largest sum first. */
    static String largest(int classes) throws JMException {
        var histogram =
                (String)
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "gcClassHistogram",
                                        new Object[] {new String[0]},
                                        new String[] {String[].class.getName()});
        return histogram.lines().limit(classes + 2L).collect(Collectors.joining("\n"));
    }
}
