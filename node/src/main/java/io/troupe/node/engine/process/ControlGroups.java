package io.troupe.node.engine.process;

import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's groups of processes with limits, of either version, below {@code troupe/NAME} of the mounted hierarchies. Where they cannot be
 * written, processes run without limits, and {@link #describe} says why.
 */
final class ControlGroups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final long MIB = 1024 * 1024;
    private static final long PERIOD_MICROS = 100_000;
    private static final long QUOTA_MICROS_MIN = 1_000;
    private static final long SHARES_MIN = 2;
    private static final long SHARES_MAX = 262_144;

    /**
     * The groups of one container.
     *
     * @param joins files to which a process writes its id to be in them
     * @param memoryEvents the file that counts kills for memory; absent if memory is not limited
     */
    record Group(List<Path> joins, Optional<Path> memoryEvents) {
        static final Group NONE = new Group(List.of(), Optional.empty());
    }

    private enum Version {
        ONE,
        TWO,
        NONE
    }

    private final Version version;
    private final List<Path> parents;
    private final String description;

    private ControlGroups(Version version, List<Path> parents, String description) {
        this.version = version;
        this.parents = parents;
        this.description = description;
    }

    /** @param name sets the groups of several engines on one machine apart */
    static ControlGroups open(Path mount, String name) {
        try {
            if (Files.exists(mount.resolve("cgroup.controllers"))) {
                return new ControlGroups(Version.TWO, List.of(versionTwo(mount, name)), "limits by cgroup v2");
            }
            if (Files.isDirectory(mount.resolve("memory")) && Files.isDirectory(mount.resolve("cpu"))) {
                var parents = List.of(
                        Files.createDirectories(mount.resolve("memory/troupe").resolve(name)),
                        Files.createDirectories(mount.resolve("cpu/troupe").resolve(name)));
                return new ControlGroups(Version.ONE, parents, "limits by cgroup v1");
            }
            return without("there are no cgroups for memory and cpu below " + mount);
        } catch (AccessDeniedException e) {
            return without("the node may not write " + e.getFile());
        } catch (IOException e) {
            return without("cgroups below " + mount + " cannot be written: " + e.getMessage());
        }
    }

    private static Path versionTwo(Path mount, String name) throws IOException {
        var troupe = mount.resolve("troupe");
        var parent = troupe.resolve(name);
        delegate(mount);
        Files.createDirectories(troupe);
        delegate(troupe);
        Files.createDirectories(parent);
        delegate(parent);
        return parent;
    }

    private static void delegate(Path group) throws IOException {
        var on = Set.of(Files.readString(group.resolve("cgroup.subtree_control"))
                .strip()
                .split(" "));
        for (var controller : List.of("memory", "cpu")) {
            if (!on.contains(controller)) {
                Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    private static ControlGroups without(String why) {
        LOG.warn("processes run without limits reason='{}'", why);
        return new ControlGroups(Version.NONE, List.of(), "no limits in force: " + why);
    }

    /** Whether and how limits are in force, for a person. */
    String describe() {
        return description;
    }

    boolean limiting() {
        return version != Version.NONE;
    }

    /** Makes the groups of a container, or finds them. */
    Group make(String id, Resources resources, ResourceLimits limits) throws IOException {
        if (version == Version.TWO) {
            var parent = parents.getFirst();
            Files.createDirectories(parent);
            delegate(parent);
        }
        var own = paths(id);
        for (var path : own) {
            Files.createDirectories(path);
        }
        switch (version) {
            case ONE -> limitByOne(own.get(0), own.get(1), resources, limits);
            case TWO -> limitByTwo(own.get(0), resources, limits);
            case NONE -> {}
        }
        return find(id);
    }

    Group find(String id) {
        var own = paths(id).stream().filter(Files::isDirectory).toList();
        if (own.isEmpty()) {
            return Group.NONE;
        }
        var events = own.getFirst().resolve(version == Version.TWO ? "memory.events" : "memory.oom_control");
        return new Group(own.stream().map(path -> path.resolve("cgroup.procs")).toList(), Optional.of(events));
    }

    private List<Path> paths(String id) {
        return parents.stream().map(parent -> parent.resolve(id)).toList();
    }

    private static void limitByOne(Path memory, Path cpu, Resources resources, ResourceLimits limits)
            throws IOException {
        var mib = limits.memoryMib();
        if (mib != null) {
            var bytes = Long.toString(mib * MIB);
            Files.writeString(memory.resolve("memory.limit_in_bytes"), bytes);
            var withSwap = memory.resolve("memory.memsw.limit_in_bytes");
            if (Files.exists(withSwap)) {
                Files.writeString(withSwap, bytes);
            }
        }
        Files.writeString(cpu.resolve("cpu.shares"), Long.toString(shares(resources)));
        var millis = limits.cpuMillis();
        if (millis != null) {
            Files.writeString(cpu.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
            Files.writeString(cpu.resolve("cpu.cfs_quota_us"), Long.toString(quota(millis)));
        }
    }

    private static void limitByTwo(Path group, Resources resources, ResourceLimits limits) throws IOException {
        var mib = limits.memoryMib();
        if (mib != null) {
            Files.writeString(group.resolve("memory.max"), Long.toString(mib * MIB));
            var swap = group.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                Files.writeString(swap, "0");
            }
        }
        Files.writeString(group.resolve("cpu.weight"), Long.toString(weight(shares(resources))));
        var millis = limits.cpuMillis();
        if (millis != null) {
            Files.writeString(group.resolve("cpu.max"), quota(millis) + " " + PERIOD_MICROS);
        }
    }

    private static long shares(Resources resources) {
        return Math.clamp(resources.cpuMillis() * 1024 / 1000, SHARES_MIN, SHARES_MAX);
    }

    /** The range of shares laid over the range of weights, as the kernel's own documentation of the two suggests. */
    private static long weight(long shares) {
        return 1 + (shares - SHARES_MIN) * 9_999 / (SHARES_MAX - SHARES_MIN);
    }

    private static long quota(long cpuMillis) {
        return Math.max(QUOTA_MICROS_MIN, cpuMillis * PERIOD_MICROS / 1000);
    }

    /** The processes in a container's groups. */
    Set<Long> members(String id) {
        var members = new ArrayList<Long>();
        for (var file : find(id).joins()) {
            try {
                Files.readAllLines(file).forEach(line -> members.add(Long.valueOf(line)));
            } catch (IOException e) {
                LOG.debug("group not read file={} reason='{}'", file, e.getMessage());
            }
        }
        return members.stream().collect(Collectors.toSet());
    }

    /** Removes a container's groups; those that still have a process in them stay until this is called again. */
    void remove(String id) {
        for (var path : paths(id)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.debug("group not removed path={} reason='{}'", path, e.getMessage());
            }
        }
    }

    /** The containers that have groups. */
    Set<String> all() {
        return parents.stream()
                .flatMap(parent -> {
                    try (var groups = Files.list(parent)) {
                        return groups
                                .filter(Files::isDirectory)
                                .map(path -> path.getFileName().toString())
                                .toList()
                                .stream();
                    } catch (IOException e) {
                        return List.<String>of().stream();
                    }
                })
                .collect(Collectors.toSet());
    }

    /** Leaves nothing behind if no container has groups any more. */
    @Override
    public void close() {
        for (var parent : parents) {
            try {
                Files.deleteIfExists(parent);
            } catch (IOException e) {
                LOG.debug("groups stay path={} reason='{}'", parent, e.getMessage());
            }
        }
    }
}
