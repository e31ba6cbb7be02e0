package io.troupe.node.settings;

import io.troupe.node.agent.Capacity;
import io.troupe.node.agent.Counted;
import io.troupe.node.settings.NodeSettings.Engines;
import io.troupe.node.settings.NodeSettings.ExternalCassandra;
import io.troupe.node.settings.NodeSettings.ShownSetting;
import io.troupe.persistence.journal.CassandraSettings;
import io.troupe.protocol.node.NodeDescription.PortRange;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Reads the settings of a node from arguments, environment and file, and checks them. */
public final class SettingsReader {
    /** Secret: the password for Cassandra, where a file is not wanted. */
    static final String PASSWORD_VARIABLE = "TROUPE_CASSANDRA_PASSWORD";

    private static final List<String> LOG_LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");
    private static final String MASK = "***";

    private SettingsReader() {}

    /** The command line of {@code up} and {@code node}, for its help. */
    public static CommandLine commandLine(String name) {
        return new CommandLine(new NodeOptions()).setCommandName("troupe " + name);
    }

    /**
     * @throws SettingsException if a value cannot be used
     * @throws CommandLine.ParameterException if an argument is not understood
     */
    public static NodeSettings read(List<String> arguments, Map<String, String> environment) {
        var options = new NodeOptions();
        var line = new CommandLine(options);
        var known = line.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(OptionSources::key)
                .filter(key -> !key.equals("config"))
                .collect(Collectors.toSet());
        var sources = new OptionSources(environment, file(arguments, environment, known));
        line.setDefaultValueProvider(sources);
        var parsed = line.parseArgs(arguments.toArray(String[]::new));
        return settings(options, environment, shown(line, parsed, sources, environment));
    }

    private static Map<String, String> file(
            List<String> arguments, Map<String, String> environment, Set<String> known) {
        var first = new NodeOptions();
        var line = new CommandLine(first).setUnmatchedArgumentsAllowed(true);
        line.setDefaultValueProvider(new OptionSources(environment, Map.of()));
        line.parseArgs(arguments.toArray(String[]::new));
        return first.config == null ? Map.of() : OptionSources.read(first.config, known);
    }

    private static NodeSettings settings(
            NodeOptions options, Map<String, String> environment, Map<String, ShownSetting> shown) {
        var cluster = socket("port", options.address, options.port, port -> port >= 0 && port <= 65_535);
        return new NodeSettings(
                options.dataDir.toAbsolutePath().normalize(),
                socket("http-port", options.httpAddress, options.httpPort, port -> port >= 0 && port <= 65_535),
                options.httpHosts,
                cluster,
                options.seeds.stream()
                        .map(seed -> hostAndPort("seeds", seed, 0))
                        .toList(),
                options.host == null ? options.address : options.host,
                options.cassandraHosts.isEmpty() ? null : cassandra(options, environment),
                options.cassandraKeyspace,
                atLeast("cassandra-replication", 1, options.cassandraReplication),
                new Engines(
                        options.dockerHost.equals("none") ? null : options.dockerHost,
                        encrypted(options.dockerTlsVerify) ? options.dockerCertPath : null,
                        options.dockerConfig,
                        folder("seccomp-profiles", options.seccompProfiles),
                        options.simulatedEngine,
                        Duration.ofMillis(atLeast("simulated-delay", 0, options.simulatedDelay))),
                capacity(options),
                options.stopContainers,
                level(options.logLevel),
                shown);
    }

    private static @Nullable Path folder(String key, @Nullable Path folder) {
        if (folder != null && !Files.isDirectory(folder)) {
            throw new SettingsException("--" + key + ": " + folder + " is not a folder");
        }
        return folder;
    }

    /** As Docker reads DOCKER_TLS_VERIFY: anything that is not empty, but our option can say false. */
    private static boolean encrypted(String verify) {
        return !verify.isEmpty() && !verify.equals("false");
    }

    private static ExternalCassandra cassandra(NodeOptions options, Map<String, String> environment) {
        return new ExternalCassandra(
                options.cassandraHosts.stream()
                        .map(host -> hostAndPort("cassandra-hosts", host, CassandraSettings.PORT_DEFAULT))
                        .toList(),
                options.cassandraDatacenter,
                options.cassandraUser,
                options.cassandraPasswordFile == null
                        ? environment.get(PASSWORD_VARIABLE)
                        : firstLine(options.cassandraPasswordFile),
                options.cassandraTls);
    }

    private static Capacity capacity(NodeOptions options) {
        if (options.cpus != null && !(options.cpus > 0)) {
            throw new SettingsException("--cpus: " + options.cpus + " is not above 0");
        }
        return new Capacity(
                options.cpus,
                boxed("mem", 1, options.mem),
                boxed("disk", 0, options.disk),
                options.ports.stream().map(SettingsReader::range).toList(),
                options.attributes,
                options.region,
                options.zone,
                options.roles,
                counted(options));
    }

    private static Counted counted(NodeOptions options) {
        var custom = new LinkedHashMap<String, Long>();
        Integer gpus = null;
        for (var entry : options.resources.entrySet()) {
            long amount = amount(entry.getKey(), entry.getValue());
            if (entry.getKey().equals("gpus")) {
                gpus = (int) amount;
                continue;
            }
            Resources.faultOfName(entry.getKey()).ifPresent(fault -> {
                throw new SettingsException("--resources: '" + entry.getKey() + "' " + fault);
            });
            custom.put(entry.getKey(), amount);
        }
        return new Counted(gpus, kept(options.gpuScheduling), custom);
    }

    private static long amount(String name, String text) {
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Resources.CUSTOM_MAX) {
            return Long.parseLong(text);
        }
        throw new SettingsException(
                "--resources: " + name + "=" + text + " is not a whole number up to " + Resources.CUSTOM_MAX);
    }

    private static boolean kept(String scheduling) {
        return switch (scheduling) {
            case "unrestricted" -> false;
            case "restricted" -> true;
            default ->
                throw new SettingsException(
                        "--gpu-scheduling: '" + scheduling + "' is neither restricted nor unrestricted");
        };
    }

    private static PortRange range(String text) {
        try {
            var ends = text.split("-", 2);
            var first = Integer.parseInt(ends[0].strip());
            return new PortRange(first, ends.length == 1 ? first : Integer.parseInt(ends[1].strip()));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "--ports: '" + text + "' is not a range such as 31000-32000, within 1 to 65535, first before last");
        }
    }

    private static InetSocketAddress hostAndPort(String key, String text, int portDefault) {
        var colon = text.lastIndexOf(':');
        try {
            if (colon < 0 && portDefault > 0) {
                return InetSocketAddress.createUnresolved(text, portDefault);
            }
            return InetSocketAddress.createUnresolved(
                    text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SettingsException("--" + key + ": '" + text + "' is not a HOST:PORT");
        }
    }

    private static InetSocketAddress socket(String key, String host, int port, IntPredicate allowed) {
        if (!allowed.test(port)) {
            throw new SettingsException("--" + key + ": " + port + " is not between 0 and 65535");
        }
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static @Nullable Long boxed(String key, long least, @Nullable Long value) {
        return value == null ? null : Long.valueOf(atLeast(key, least, value.longValue()));
    }

    private static int atLeast(String key, int least, int value) {
        return Math.toIntExact(atLeast(key, Long.valueOf(least), Long.valueOf(value)));
    }

    private static long atLeast(String key, long least, long value) {
        if (value < least) {
            throw new SettingsException("--" + key + ": " + value + " is below " + least);
        }
        return value;
    }

    private static String level(String text) {
        var level = text.toUpperCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            throw new SettingsException("--log-level: '" + text + "' is none of error, warn, info, debug");
        }
        return level;
    }

    private static @Nullable String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst()
                    .orElseThrow(() -> new SettingsException("--cassandra-password-file: " + file + " is empty"));
        } catch (IOException e) {
            throw new SettingsException("--cassandra-password-file: " + file + " cannot be read");
        }
    }

    private static Map<String, ShownSetting> shown(
            CommandLine line, ParseResult parsed, OptionSources sources, Map<String, String> environment) {
        var shown = new LinkedHashMap<String, ShownSetting>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            Object value = option.getValue();
            var source = sources.source(option, parsed.hasMatchedOption(option));
            shown.put(
                    OptionSources.key(option),
                    new ShownSetting(
                            value == null ? "" : text(value), source.name().toLowerCase(Locale.ROOT)));
        }
        if (environment.containsKey(PASSWORD_VARIABLE)) {
            shown.put("cassandra-password", new ShownSetting(MASK, "environment"));
        }
        return shown;
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value instanceof Map<?, ?> map
                        ? map.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(","))
                        : value.toString();
    }
}
