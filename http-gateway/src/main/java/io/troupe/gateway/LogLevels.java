package io.troupe.gateway;

import java.util.Map;

/** The levels of this node's loggers, which whoever starts the gateway knows how to read and set. */
public interface LogLevels {
    /** Each logger's level by its name; those that have none of their own say {@code INFO (inherited)}. */
    Map<String, String> levels();

    /**
     * Sets a logger's level.
     *
     * @param level one of {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error}
     * @return puts back what was there before
     */
    Runnable set(String logger, String level);
}
