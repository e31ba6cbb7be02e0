package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.workload.EngineParameter;
import java.util.List;
import java.util.Map;

/** Options of {@code docker run} by name, applied to the body that creates a container. docs/operations/docker.md lists them. */
final class RunOptions {
    private static final String OWN_LABELS = "io.troupe.";

    private final ObjectNode body;
    private final ObjectNode host;
    private final Map<String, String> environment;

    RunOptions(ObjectNode body, ObjectNode host, Map<String, String> environment) {
        this.body = body;
        this.host = host;
        this.environment = environment;
    }

    void applyAll(List<EngineParameter> parameters) {
        parameters.forEach(parameter -> apply(parameter.key(), parameter.value()));
    }

    private void apply(String key, String value) {
        switch (key) {
            case "hostname" -> body.put("Hostname", value);
            case "domainname" -> body.put("Domainname", value);
            case "mac-address" -> body.put("MacAddress", value);
            case "workdir" -> body.put("WorkingDir", value);
            case "user" -> body.put("User", value);
            case "stop-signal" -> body.put("StopSignal", value);
            case "entrypoint" -> entrypoint(key, value);
            case "env" -> {
                var pair = pair(key, value);
                environment.putIfAbsent(pair.name(), pair.value());
            }
            case "label" -> label(key, value);
            case "volume" -> volume(value);
            case "add-host" -> host.withArray("ExtraHosts").add(value);
            case "cap-add" -> host.withArray("CapAdd").add(value);
            case "cap-drop" -> host.withArray("CapDrop").add(value);
            case "dns" -> host.withArray("Dns").add(value);
            case "dns-search" -> host.withArray("DnsSearch").add(value);
            case "dns-option", "dns-opt" -> host.withArray("DnsOptions").add(value);
            case "group-add" -> host.withArray("GroupAdd").add(value);
            case "security-opt" -> host.withArray("SecurityOpt").add(value);
            case "volumes-from" -> host.withArray("VolumesFrom").add(value);
            case "device" -> device(value);
            case "ulimit" -> ulimit(key, value);
            case "sysctl" -> {
                var pair = pair(key, value);
                host.withObject("/Sysctls").put(pair.name(), pair.value());
            }
            case "tmpfs" -> {
                int colon = value.indexOf(':');
                host.withObject("/Tmpfs")
                        .put(
                                colon < 0 ? value : value.substring(0, colon),
                                colon < 0 ? "" : value.substring(colon + 1));
            }
            case "storage-opt" -> {
                var pair = pair(key, value);
                host.withObject("/StorageOpt").put(pair.name(), pair.value());
            }
            case "log-driver" -> {
                host.withObject("/LogConfig").put("Type", value);
                // The default options are those of the default driver.
                host.withObject("/LogConfig").putObject("Config");
            }
            case "log-opt" -> {
                var pair = pair(key, value);
                host.withObject("/LogConfig/Config").put(pair.name(), pair.value());
            }
            case "ipc" -> host.put("IpcMode", value);
            case "pid" -> host.put("PidMode", value);
            case "uts" -> host.put("UTSMode", value);
            case "userns" -> host.put("UsernsMode", value);
            case "cgroup-parent" -> host.put("CgroupParent", value);
            case "runtime" -> host.put("Runtime", value);
            case "cpuset-cpus" -> host.put("CpusetCpus", value);
            case "cpuset-mems" -> host.put("CpusetMems", value);
            case "init" -> host.put("Init", flag(key, value));
            case "read-only" -> host.put("ReadonlyRootfs", flag(key, value));
            case "privileged" -> host.put("Privileged", flag(key, value));
            case "oom-kill-disable" -> host.put("OomKillDisable", flag(key, value));
            case "tty" -> body.put("Tty", flag(key, value));
            case "oom-score-adj" -> host.put("OomScoreAdj", number(key, value));
            case "pids-limit" -> host.put("PidsLimit", number(key, value));
            case "cpu-period" -> host.put("CpuPeriod", number(key, value));
            case "cpu-quota" -> host.put("CpuQuota", number(key, value));
            case "cpu-shares" -> host.put("CpuShares", number(key, value));
            case "memory-swappiness" -> host.put("MemorySwappiness", number(key, value));
            case "shm-size" -> host.put("ShmSize", bytes(key, value));
            case "memory-reservation" -> host.put("MemoryReservation", bytes(key, value));
            case "memory-swap" -> host.put("MemorySwap", value.equals("-1") ? -1 : bytes(key, value));
            default -> throw refused("'" + key + "' is not an option that containers can be given here");
        }
    }

    private void entrypoint(String key, String value) {
        if (body.has("Entrypoint")) {
            throw refused("'" + key + "' cannot be given together with a command line, which replaces it");
        }
        body.putArray("Entrypoint").add(value);
    }

    private void label(String key, String value) {
        int equals = value.indexOf('=');
        var name = equals < 0 ? value : value.substring(0, equals);
        if (name.startsWith(OWN_LABELS)) {
            throw refused("'" + key + "': labels that begin with " + OWN_LABELS + " are set by Troupe alone");
        }
        body.withObject("/Labels").put(name, equals < 0 ? "" : value.substring(equals + 1));
    }

    private void volume(String value) {
        if (value.contains(":")) {
            host.withArray("Binds").add(value);
        } else {
            body.withObject("/Volumes").putObject(value);
        }
    }

    private void device(String value) {
        var parts = value.split(":", 3);
        host.withArray("Devices")
                .addObject()
                .put("PathOnHost", parts[0])
                .put("PathInContainer", parts.length > 1 ? parts[1] : parts[0])
                .put("CgroupPermissions", parts.length > 2 ? parts[2] : "rwm");
    }

    private void ulimit(String key, String value) {
        var pair = pair(key, value);
        int colon = pair.value().indexOf(':');
        var soft = colon < 0 ? pair.value() : pair.value().substring(0, colon);
        var hard = colon < 0 ? soft : pair.value().substring(colon + 1);
        host.withArray("Ulimits")
                .addObject()
                .put("Name", pair.name())
                .put("Soft", number(key, soft))
                .put("Hard", number(key, hard));
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

    private static EngineException refused(String message) {
        return new EngineException(EngineException.Kind.REFUSED_BY_ENGINE, "parameter " + message);
    }

    private record Pair(String name, String value) {}
}
