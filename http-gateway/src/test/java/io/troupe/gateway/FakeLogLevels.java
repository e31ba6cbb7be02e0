package io.troupe.gateway;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Levels of loggers that nobody logs with. */
public final class FakeLogLevels implements LogLevels {
    private final Map<String, String> levels = new TreeMap<>(Map.of("ROOT", "INFO"));

    @Override
    public synchronized Map<String, String> levels() {
        return Map.copyOf(levels);
    }

    @Override
    public synchronized Runnable set(String logger, String level) {
        var before = levels.put(logger, level.toUpperCase(Locale.ROOT));
        return () -> {
            synchronized (this) {
                if (before == null) {
                    levels.remove(logger);
                } else {
                    levels.put(logger, before);
                }
            }
        };
    }
}
