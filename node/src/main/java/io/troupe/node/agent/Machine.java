package io.troupe.node.agent;

import com.sun.management.OperatingSystemMXBean;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this machine has to lend. Of its memory 1 GiB is kept back for the system and Troupe itself, or half if it has less than 2 GiB; of its
 * free disk 5 GiB, or half if less than 10 GiB is free.
 */
public final class Machine {
    static final long MEMORY_RESERVE_MIB = 1024;
    static final long DISK_RESERVE_MIB = 5 * 1024;
    private static final long MIB = 1024 * 1024;
    private static final Path DEVICES = Path.of("/dev");

    private Machine() {}

    public static NodeDescription describe(
            AgentSettings settings, NodeId node, String version, List<ContainerEngine> engines) {
        var capacity = settings.capacity();
        var cpus = capacity.cpus();
        var memoryMib = capacity.memoryMib();
        var diskMib = capacity.diskMib();
        var counted = capacity.counted();
        var gpus = counted.gpus();
        var total = new Resources(
                Math.round((cpus == null ? Runtime.getRuntime().availableProcessors() : cpus) * 1000),
                memoryMib == null ? lent(memoryMib(), MEMORY_RESERVE_MIB) : memoryMib,
                diskMib == null ? lent(diskMib(settings), DISK_RESERVE_MIB) : diskMib,
                gpus == null ? GpuDevices.in(DEVICES).size() : gpus,
                counted.custom());
        return new NodeDescription(
                node,
                settings.host(),
                total,
                capacity.ports(),
                capacity.attributes(),
                capacity.region(),
                capacity.zone(),
                capacity.roles(),
                engines.stream().map(ContainerEngine::describe).toList(),
                version,
                counted.gpusKept());
    }

    static long lent(long totalMib, long reserveMib) {
        return Math.max(totalMib - reserveMib, totalMib / 2);
    }

    private static long memoryMib() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB;
    }

    private static long diskMib(AgentSettings settings) {
        try {
            Files.createDirectories(settings.dataDirectory());
            return Files.getFileStore(settings.dataDirectory()).getUsableSpace() / MIB;
        } catch (IOException e) {
            return 0;
        }
    }
}
