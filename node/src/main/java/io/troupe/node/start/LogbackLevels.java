package io.troupe.node.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.troupe.gateway.LogLevels;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The levels of this process's loggers; with another back end than Logback there are none. */
final class LogbackLevels implements LogLevels {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogbackLevels.class);

    @Override
    public Map<String, String> levels() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                ? context.getLoggerList().stream()
                        .collect(Collectors.toMap(
                                Logger::getName,
                                logger -> logger.getLevel() == null
                                        ? logger.getEffectiveLevel() + " (inherited)"
                                        : logger.getLevel().toString()))
                : Map.of();
    }

    @Override
    public Runnable set(String name, String level) {
        if (!(LoggerFactory.getLogger(name) instanceof Logger logger)) {
            return () -> {};
        }
        var before = logger.getLevel();
        logger.setLevel(Level.valueOf(level));
        LOG.info("logger={} level={}", name, level);
        return () -> {
            logger.setLevel(before);
            LOG.info("logger={} level={}", name, before == null ? "inherited" : before);
        };
    }
}
