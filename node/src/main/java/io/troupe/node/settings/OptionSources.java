package io.troupe.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives an option that the command line does not name its value from the environment or the file. */
final class OptionSources implements IDefaultValueProvider {
    /** Where a value came from. */
    enum Source {
        OPTION,
        ENVIRONMENT,
        FILE,
        DEFAULT
    }

    private static final String PREFIX = "TROUPE_";

    private final Map<String, String> environment;
    private final Map<String, String> file;

    OptionSources(Map<String, String> environment, Map<String, String> file) {
        this.environment = Map.copyOf(environment);
        this.file = Map.copyOf(file);
    }

    /** Reads a settings file; {@code known} are the keys that may stand in it. */
    static Map<String, String> read(Path path, Set<String> known) {
        if (!Files.isReadable(path)) {
            throw new SettingsException("--config: the file " + path + " cannot be read");
        }
        Config parsed;
        try {
            parsed = ConfigFactory.parseFile(path.toFile()).resolve();
        } catch (ConfigException e) {
            throw new SettingsException("--config: " + e.getMessage());
        }
        var values = parsed.root().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> text(entry.getValue().unwrapped())));
        var unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new SettingsException(
                    "--config: " + path + " has unknown keys " + unknown + "; known are " + new TreeSet<>(known));
        }
        return values;
    }

    private static String text(Object value) {
        return value instanceof Iterable<?> list
                ? join(list)
                : value instanceof Map<?, ?> map
                        ? map.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(","))
                        : String.valueOf(value);
    }

    private static String join(Iterable<?> list) {
        var text = new StringBuilder();
        list.forEach(item -> text.append(text.isEmpty() ? "" : ",").append(item));
        return text.toString();
    }

    static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    Source source(OptionSpec option, boolean onCommandLine) {
        if (onCommandLine) {
            return Source.OPTION;
        }
        if (environment.containsKey(variable(key(option)))) {
            return Source.ENVIRONMENT;
        }
        return file.containsKey(key(option)) ? Source.FILE : Source.DEFAULT;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        var key = key(option);
        var fromEnvironment = environment.get(variable(key));
        return fromEnvironment != null ? fromEnvironment : file.get(key);
    }
}
