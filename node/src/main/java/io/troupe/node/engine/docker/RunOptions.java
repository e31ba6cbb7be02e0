package io.troupe.node.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.workload.EngineParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Options of {@code docker run} by name, applied to what creates a container. docs/operations/docker.md lists them. */
final class RunOptions {
    private static final String OWN_LABELS = "io.troupe.";

    private final CreateContainerCmd command;
    private final HostConfig host;
    private final Map<String, String> environment;
    private final Map<String, String> labels;
    private final List<Bind> binds;
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> pairs = new LinkedHashMap<>();

    /** What is given here is filled further. */
    RunOptions(
            CreateContainerCmd command,
            HostConfig host,
            Map<String, String> environment,
            Map<String, String> labels,
            List<Bind> binds) {
        this.command = command;
        this.host = host;
        this.environment = environment;
        this.labels = labels;
        this.binds = binds;
    }

    void applyAll(List<EngineParameter> parameters) {
        parameters.forEach(parameter -> apply(parameter.key(), parameter.value()));
        lists.forEach(this::applyList);
        pairs.forEach(this::applyPairs);
    }

    private void apply(String key, String value) {
        switch (key) {
            case "hostname" -> command.withHostName(value);
            case "domainname" -> command.withDomainName(value);
            case "mac-address" -> command.withMacAddress(value);
            case "workdir" -> command.withWorkingDir(value);
            case "user" -> command.withUser(value);
            case "stop-signal" -> command.withStopSignal(value);
            case "entrypoint" -> entrypoint(key, value);
            case "tty" -> command.withTty(flag(key, value));
            case "env" -> {
                var pair = pair(key, value);
                environment.putIfAbsent(pair.name(), pair.value());
            }
            case "label" -> label(key, value);
            case "volume" -> {
                if (value.contains(":")) {
                    binds.add(parsed(key, value, Bind::parse));
                } else {
                    add(key, value);
                }
            }
            case "add-host",
                    "cap-add",
                    "cap-drop",
                    "dns",
                    "dns-search",
                    "dns-option",
                    "group-add",
                    "security-opt",
                    "volumes-from",
                    "device",
                    "ulimit" -> add(key, value);
            case "dns-opt" -> add("dns-option", value);
            case "sysctl", "storage-opt", "log-opt" -> {
                var pair = pair(key, value);
                put(key, pair.name(), pair.value());
            }
            case "tmpfs" -> {
                int colon = value.indexOf(':');
                put(key, colon < 0 ? value : value.substring(0, colon), colon < 0 ? "" : value.substring(colon + 1));
            }
            // The default options are those of the default driver.
            case "log-driver" -> host.withLogConfig(new LogConfig(logDriver(key, value), Map.of()));
            case "ipc" -> host.withIpcMode(value);
            case "pid" -> host.withPidMode(value);
            case "uts" -> host.withUtSMode(value);
            case "userns" -> host.withUsernsMode(value);
            case "cgroup-parent" -> host.withCgroupParent(value);
            case "runtime" -> host.withRuntime(value);
            case "cpuset-cpus" -> host.withCpusetCpus(value);
            case "cpuset-mems" -> host.withCpusetMems(value);
            case "init" -> host.withInit(flag(key, value));
            case "read-only" -> host.withReadonlyRootfs(flag(key, value));
            case "privileged" -> host.withPrivileged(flag(key, value));
            case "oom-kill-disable" -> host.withOomKillDisable(flag(key, value));
            case "oom-score-adj" -> host.withOomScoreAdj(small(key, value));
            case "pids-limit" -> host.withPidsLimit(number(key, value));
            case "cpu-period" -> host.withCpuPeriod(number(key, value));
            case "cpu-quota" -> host.withCpuQuota(number(key, value));
            case "cpu-shares" -> host.withCpuShares(small(key, value));
            case "memory-swappiness" -> host.withMemorySwappiness(number(key, value));
            case "shm-size" -> host.withShmSize(bytes(key, value));
            case "memory-reservation" -> host.withMemoryReservation(bytes(key, value));
            case "memory-swap" -> host.withMemorySwap(value.equals("-1") ? Long.valueOf(-1) : bytes(key, value));
            default -> throw refused("'" + key + "' is not an option that containers can be given here");
        }
    }

    private void applyList(String key, List<String> values) {
        switch (key) {
            case "add-host" -> host.withExtraHosts(values.toArray(String[]::new));
            case "cap-add" -> host.withCapAdd(capabilities(key, values));
            case "cap-drop" -> host.withCapDrop(capabilities(key, values));
            case "dns" -> host.withDns(values);
            case "dns-search" -> host.withDnsSearch(values);
            case "dns-option" -> host.withDnsOptions(values);
            case "group-add" -> host.withGroupAdd(values);
            case "security-opt" -> host.withSecurityOpts(values);
            case "volume" ->
                command.withVolumes(values.stream().map(Volume::new).toList());
            case "volumes-from" ->
                host.withVolumesFrom(values.stream()
                        .map(value -> parsed(key, value, VolumesFrom::parse))
                        .toList());
            case "device" ->
                host.withDevices(values.stream().map(RunOptions::device).toList());
            case "ulimit" ->
                host.withUlimits(
                        values.stream().map(value -> ulimit(key, value)).toList());
            default -> throw new AssertionError("a list of " + key);
        }
    }

    private void applyPairs(String key, Map<String, String> values) {
        switch (key) {
            case "sysctl" -> host.withSysctls(values);
            case "storage-opt" -> host.withStorageOpt(values);
            case "tmpfs" -> host.withTmpFs(values);
            case "log-opt" -> {
                var driver = host.getLogConfig();
                var options = new LinkedHashMap<>(driver.getConfig());
                options.putAll(values);
                host.withLogConfig(new LogConfig(driver.getType(), options));
            }
            default -> throw new AssertionError("pairs of " + key);
        }
    }

    private void add(String key, String value) {
        lists.computeIfAbsent(key, first -> new ArrayList<>()).add(value);
    }

    private void put(String key, String name, String value) {
        pairs.computeIfAbsent(key, first -> new LinkedHashMap<>()).put(name, value);
    }

    private void entrypoint(String key, String value) {
        @Nullable String[] given = command.getEntrypoint();
        if (given != null && given.length > 0) {
            throw refused("'" + key + "' cannot be given together with a command line, which replaces it");
        }
        command.withEntrypoint(value);
    }

    private void label(String key, String value) {
        int equals = value.indexOf('=');
        var name = equals < 0 ? value : value.substring(0, equals);
        if (name.startsWith(OWN_LABELS)) {
            throw refused("'" + key + "': labels that begin with " + OWN_LABELS + " are set by Troupe alone");
        }
        labels.put(name, equals < 0 ? "" : value.substring(equals + 1));
    }

    private static LogConfig.LoggingType logDriver(String key, String value) {
        var type = LogConfig.LoggingType.fromValue(value);
        if (type == null) {
            throw refused("'" + key + "' has no value '" + value + "'");
        }
        return type;
    }

    private static Capability[] capabilities(String key, List<String> values) {
        return values.stream()
                .map(value -> parsed(key, value.toUpperCase(Locale.ROOT), Capability::fromValue))
                .toArray(Capability[]::new);
    }

    private static Device device(String value) {
        var parts = value.split(":", 3);
        return new Device(parts.length > 2 ? parts[2] : "rwm", parts.length > 1 ? parts[1] : parts[0], parts[0]);
    }

    private static Ulimit ulimit(String key, String value) {
        var pair = pair(key, value);
        int colon = pair.value().indexOf(':');
        var soft = colon < 0 ? pair.value() : pair.value().substring(0, colon);
        var hard = colon < 0 ? soft : pair.value().substring(colon + 1);
        return new Ulimit(pair.name(), number(key, soft), number(key, hard));
    }

    private static Pair pair(String key, String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw refused("'" + key + "' is given as name=value, not '" + value + "'");
        }
        return new Pair(value.substring(0, equals), value.substring(equals + 1));
    }

    private static boolean flag(String key, String value) {
        return switch (value) {
            case "", "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw refused("'" + key + "' is true or false, not '" + value + "'");
        };
    }

    private static int small(String key, String value) {
        long number = number(key, value);
        if (number != (int) number) {
            throw refused("'" + key + "' is too large: " + value);
        }
        return (int) number;
    }

    private static long number(String key, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw refused("'" + key + "' is a whole number, not '" + value + "'");
        }
    }

    /** With the units of {@code docker run}: b, k, m, g. */
    private static long bytes(String key, String value) {
        int unit = "bkmg".indexOf(value.isEmpty() ? ' ' : Character.toLowerCase(value.charAt(value.length() - 1)));
        if (unit < 0) {
            return number(key, value);
        }
        return number(key, value.substring(0, value.length() - 1)) << (10 * unit);
    }

    private static <T> T parsed(String key, String value, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw refused("'" + key + "' has no value '" + value + "'");
        }
    }

    private static EngineException refused(String message) {
        return new EngineException(EngineException.Kind.REFUSED_BY_ENGINE, "parameter " + message);
    }

    private record Pair(String name, String value) {}
}
