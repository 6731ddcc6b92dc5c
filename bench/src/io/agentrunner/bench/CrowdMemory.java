package io.agentrunner.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What this process holds once everything is thrown away that nobody needs.
 *
 * @param heap bytes of objects
 * @param resident bytes of the machine's memory, as much of it as the heap ever took included
 */
record CrowdMemory(long heap, long resident) {

    private static final double MEBI = 1 << 20;

    static CrowdMemory now() throws IOException, InterruptedException {
        System.gc();
        System.gc();
        return new CrowdMemory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                LaunchedServer.residentBytes(ProcessHandle.current().pid()));
    }

    double heapSince(CrowdMemory before) {
        return (heap - before.heap) / MEBI;
    }

    double residentSince(CrowdMemory before) {
        return (resident - before.resident) / MEBI;
    }
}
